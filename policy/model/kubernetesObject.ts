import { parseAllDocuments } from "yaml";

import { Field } from "./field";
import { isUnknownValue } from "./unknownValue";

/** A Kubernetes object, as a Pulumi resource declares it or a file holds it. */
export interface KubernetesObject {
  /** Kind without group and version, so that objects of old API groups are validated as well. */
  kind: string;
  /** Kind and name, for messages: `StatefulSet 'glance-single-api'`. */
  title: string;
  manifest: Field;
  /** Whether this amends an object of the cluster: what is absent is then not known to be absent. */
  isPatch: boolean;
  /** Where the object was declared: the URN of a Pulumi resource, or a document of a file. */
  origin: string;
}

/** A resource as Pulumi hands it to a policy. */
export interface PulumiResource {
  type: string;
  props: object;
  name: string;
  urn: string;
}

/** The Kubernetes objects of a Pulumi resource: one, those of a list, or none. */
export function objectsOfResource({ type, props, name, urn }: PulumiResource): KubernetesObject[] {
  const [, kind] = /^kubernetes:[^:]*:(\w+)$/.exec(type) ?? [];
  return kind === undefined ? [] : unpack(kind, new Field(props), name, urn);
}

/** The Kubernetes objects of a document of a YAML or JSON file: one, those of a list, those that it carries, or none. */
export function objectsOfDocument(document: unknown, origin: string): KubernetesObject[] {
  const manifest = new Field(document);
  return manifest.at("kind").text === undefined ? [] : withCarried(manifest, origin);
}

/** An object, and those within it, as a Template, a ManifestWork and their like hold them. */
function withCarried(manifest: Field, origin: string): KubernetesObject[] {
  return unpack(manifest.at("kind").text ?? "", manifest, "", origin).flatMap((object) => [
    object,
    ...carriedBy(object.manifest, origin),
  ]);
}

function carriedBy(field: Field, origin: string): KubernetesObject[] {
  const children = [...field.items(), ...field.names.map((name) => field.at(name))];
  return children.flatMap((child) => {
    if (isNoObject(child)) {
      return [];
    }
    if (child.keys.at(-1) === "manifest" && child.text !== undefined) {
      return documentsIn(child.text).flatMap((one) =>
        carriedBy(new Field([one], child.keys), origin),
      );
    }
    const isObject =
      child.at("apiVersion").text !== undefined &&
      child.at("kind").text !== undefined &&
      child.at("metadata").names.length > 0;
    return isObject ? withCarried(child, origin) : carriedBy(child, origin);
  });
}

/** What Argo does with a manifest of which a part is enough. */
const partialOperations = ["patch", "delete", "get"];

/** Whether something that looks like an object is only a pattern or a patch, which need not be complete. */
function isNoObject(field: Field): boolean {
  const isOf = (name: string, values: readonly string[]) =>
    values.includes(field.at(name).text?.toLowerCase() ?? "");
  const policies = field.at("managementPolicies").items();
  return (
    // Claims of a StatefulSet that kubectl prints have a kind, and are no objects of their own.
    field.keys.includes("volumeClaimTemplates") ||
    // Policies of Open Cluster Management forbid this.
    (isOf("complianceType", ["mustnothave"]) && !field.at("objectDefinition").isAbsent) ||
    // Policies of Kyverno change objects of others by this.
    field.keys.at(-1) === "patchStrategicMerge" ||
    // Argo Workflows and Argo Events.
    (isOf("action", partialOperations) && !field.at("manifest").isAbsent) ||
    (isOf("operation", partialOperations) && !field.at("source").isAbsent) ||
    // Crossplane.
    (policies.length > 0 && policies.every(({ text }) => text === "Observe"))
  );
}

/** The documents of a text that is to be applied, as in templates of Argo; none of one with parameters of its own. */
function documentsIn(text: string): unknown[] {
  if (text.includes("{{")) {
    return [];
  }
  try {
    const documents = parseAllDocuments(text, {
      version: "1.1",
      logLevel: "silent",
      // Dates and times are texts for kubectl.
      customTags: (tags) => tags.filter((tag) => typeof tag === "string" || !isOfTime(tag)),
    });
    return Array.isArray(documents) ? documents.map((document) => document.toJS() as unknown) : [];
  } catch {
    return [];
  }
}

function isOfTime({ tag, format }: { tag: string; format?: string }): boolean {
  return tag === "tag:yaml.org,2002:timestamp" || format === "TIME";
}

function unpack(
  kindOrPatch: string,
  manifest: Field,
  fallbackName: string,
  origin: string,
): KubernetesObject[] {
  const kind = kindOrPatch.replace(/(?<=.)Patch$/, "");
  const isPatch = kind !== kindOrPatch;
  if (kind.endsWith("List")) {
    const itemKind = kind.slice(0, -"List".length);
    return manifest
      .all("items[]")
      .flatMap((item) => unpack(item.at("kind").text ?? itemKind, item, fallbackName, origin));
  }
  // Items of a list may leave out their kind, or have anything in its place.
  const title = `${/^\w+$/.test(kind) ? kind : "Object"} '${titleName(manifest) ?? fallbackName}'`;
  return [{ kind, title, manifest, isPatch, origin }];
}

/** The name serves messages only: an unknown one must not keep a rule from its verdict. */
function titleName(manifest: Field): string | undefined {
  try {
    return manifest.at("metadata", "name").text;
  } catch (error) {
    if (isUnknownValue(error)) {
      return undefined;
    }
    throw error;
  }
}

/** Name of an object; empty when it has none. */
export function nameOf({ manifest }: KubernetesObject): string {
  return manifest.at("metadata", "name").text ?? "";
}

/** Namespace of an object; empty when it leaves that to whoever applies it. */
export function namespaceOf({ manifest }: KubernetesObject): string {
  return manifest.at("metadata", "namespace").text ?? "";
}

/** Whether two objects may be in one namespace: one that leaves it out may be in any. */
export function shareNamespace(a: KubernetesObject, b: KubernetesObject): boolean {
  const [one, other] = [namespaceOf(a), namespaceOf(b)];
  return one === "" || other === "" || one === other;
}

/** API group of an object; empty for the oldest one, and where the version is left out. */
export function groupOf({ manifest }: KubernetesObject): string {
  return /^(.*)\//.exec(manifest.at("apiVersion").text ?? "")?.[1] ?? "";
}

/** Whether an object is of a group of Kubernetes itself: these have no dot, or this end. Others use the same names of kinds. */
export function isOfKubernetes(object: KubernetesObject): boolean {
  const group = groupOf(object);
  return !group.includes(".") || group.endsWith(".k8s.io");
}
