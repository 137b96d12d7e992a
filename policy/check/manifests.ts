import { RunError } from "@pulumi/pulumi";

import { type KubernetesObject, objectsOfDocument } from "../model/kubernetesObject";
import { parseYaml, type YamlDocument } from "./yaml";
import type { Keys } from "./yamlNodes";

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
    checkObject(value, [], (keys, message) => {
      const { line } = positionOf(keys);
      return new RunError(`${file}:${line}: ${message}.`);
    });
    const origin = `${file}#${index}`;
    return { origin, file, positionOf, objects: objectsOfDocument(value, origin) };
  });
}

/** Refuses what is no Kubernetes object, also in a list: nothing in it would be validated. */
function checkObject(
  value: unknown,
  keys: Keys,
  refusal: (keys: Keys, message: string) => RunError,
): void {
  if (!isObject(value) || !isName(value["apiVersion"]) || !isName(value["kind"])) {
    throw refusal(keys, "this is no Kubernetes object; give it apiVersion and kind, or remove it");
  }
  if (value["kind"] !== "List") {
    return;
  }
  const items = value["items"] ?? [];
  if (!Array.isArray(items)) {
    throw refusal([...keys, "items"], "the items of a List must be a list; write one");
  }
  items.forEach((item, index) => checkObject(item, [...keys, "items", index], refusal));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isName(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}
