import { UserError } from "../../model/userError";
import { type KubernetesObject, objectsOfDocument } from "../model/kubernetesObject";
import { mistakeOf } from "./apiServer";
import { type Keys, parseYaml, type YamlDocument } from "./yaml";

/** A document of a file with Kubernetes objects. */
export interface ManifestDocument extends Pick<YamlDocument, "positionOf"> {
  /** The `origin` of its objects, by which it is found again. */
  origin: string;
  file: string;
  objects: KubernetesObject[];
}

/**
 * The documents of a text, YAML or JSON as kubectl, helm and kustomize print it.
 *
 * @param file Names the text in origins and in what is wrong with it.
 */
export function parseManifests(text: string, file: string): ManifestDocument[] {
  return parseYaml(text, file).map(({ value, positionOf }, index) => {
    const refusal = (keys: Keys, message: string) =>
      new UserError(`${file}:${positionOf(keys).line}: ${message}.`);
    checkObject(value, [], refusal);
    checkHelm(value, [], refusal);
    const origin = `${file}#${index}`;
    const objects = objectsOfDocument(value, origin);
    for (const object of objects) {
      const mistake = mistakeOf(object);
      if (mistake !== undefined) {
        throw refusal(mistake.field.keys, mistake.message);
      }
    }
    return { origin, file, positionOf, objects };
  });
}

type Refusal = (keys: Keys, message: string) => Error;

/** What only Helm replaces: `{{` alone stands in alerts and dashboards, too. */
const helmAction =
  /\{\{-?\s*(?:[\w|( ]*\s)?(?:\.(?:Values|Release|Chart|Capabilities|Files)\b|(?:include|tpl)\s)/;

/** This, Alertmanager has as well, in files. */
const templateAction = /\{\{-?\s*template\s/;

/** @param isPlain Whether nobody else would write such actions here. */
function checkHelm(value: unknown, keys: Keys, refusal: Refusal, isPlain = true): void {
  if (
    typeof value === "string" &&
    (helmAction.test(value) || (isPlain && templateAction.test(value)))
  ) {
    throw refusal(keys, "this is a Helm template; give what helm template makes of it");
  }
  if (Array.isArray(value)) {
    value.forEach((one, index) => checkHelm(one, [...keys, index], refusal, isPlain));
  } else if (isObject(value)) {
    const isOfAlerts = String(value["apiVersion"]).startsWith("monitoring.coreos.com/");
    for (const [name, one] of Object.entries(value)) {
      const isFile = name === "data" || name === "stringData";
      checkHelm(one, [...keys, name], refusal, isPlain && !isOfAlerts && !isFile);
    }
  }
}

/** Refuses what is no Kubernetes object, also in a list: nothing in it would be validated. */
function checkObject(value: unknown, keys: Keys, refusal: Refusal): void {
  if (!isObject(value) || !isName(value["apiVersion"]) || !isName(value["kind"])) {
    throw refusal(keys, "this is no Kubernetes object; give it apiVersion and kind, or remove it");
  }
  const { apiVersion, kind } = value;
  const source = sources.get(kind) ?? sources.get(`${kind}.${apiVersion.replace(/\/.*/, "")}`);
  if (source !== undefined) {
    throw refusal(
      [...keys, "kind"],
      `this is no object of a cluster yet; give what ${source} makes of it`,
    );
  }
  if (kind === "Template") {
    checkParameters(value, keys, refusal);
  }
  if (!kind.endsWith("List")) {
    return;
  }
  const items = value["items"] ?? [];
  if (!Array.isArray(items)) {
    throw refusal([...keys, "items"], "the items of a List must be a list; write one");
  }
  items.forEach((item, index) => {
    const itemKeys = [...keys, "items", index];
    if (kind === "List") {
      checkObject(item, itemKeys, refusal);
    } else if (!isObject(item)) {
      throw refusal(itemKeys, "this is no Kubernetes object; write one, or remove it");
    } else {
      // Items of a typed list may leave out what the list says.
      const named = { apiVersion, kind: kind.slice(0, -"List".length), ...item };
      checkObject(named, itemKeys, refusal);
    }
  });
}

/** Kinds from which a tool makes the objects, those of one group with it, and the tool. */
const sources: ReadonlyMap<string, string> = new Map([
  ["Kustomization", "kubectl kustomize"],
  ["HelmRelease", "helm template"],
  ["HelmChart", "helm template"],
  ["Release.helm.crossplane.io", "helm template"],
  ["Application.argoproj.io", "argocd app manifests"],
  ["ApplicationSet.argoproj.io", "argocd appset generate"],
]);

/** Refuses references to parameters: until they are replaced, nobody knows what the fields hold. */
function checkParameters(template: Record<string, unknown>, keys: Keys, refusal: Refusal): void {
  const parameters = Array.isArray(template["parameters"]) ? template["parameters"] : [];
  const objects = JSON.stringify(template["objects"] ?? []);
  const isUsed = (one: unknown) =>
    isObject(one) && isName(one["name"]) && objects.includes(`{${String(one["name"])}}`);
  if (parameters.some(isUsed)) {
    throw refusal(keys, "this Template has parameters; give what oc process --local makes of it");
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
