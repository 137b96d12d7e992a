import type { ResourceValidationArgs } from "@pulumi/policy";
import { UnknownValueError } from "@pulumi/policy";

import { Field } from "./field";

/** A Kubernetes object that a Pulumi resource declares. */
export interface KubernetesObject {
  /** Kind without group and version, so that objects of old API groups are judged as well. */
  kind: string;
  /** Kind and name, for messages: `StatefulSet 'glance-single-api'`. */
  title: string;
  manifest: Field;
  /** Whether this amends an object of the cluster: what is absent is then not known to be absent. */
  isPatch: boolean;
}

/** The Kubernetes objects of a resource: one, those of a list, or none. */
export function objectsOf({ type, props, name }: ResourceValidationArgs): KubernetesObject[] {
  const [, kind] = /^kubernetes:[^:]*:(\w+)$/.exec(type) ?? [];
  return kind === undefined ? [] : unpack(kind, new Field(props), name);
}

function unpack(kindOrPatch: string, manifest: Field, fallbackName: string): KubernetesObject[] {
  const kind = kindOrPatch.replace(/(?<=.)Patch$/, "");
  const isPatch = kind !== kindOrPatch;
  if (kind.endsWith("List")) {
    const itemKind = kind.slice(0, -"List".length);
    return manifest
      .at("items")
      .items()
      .flatMap((item) => unpack(item.at("kind").text ?? itemKind, item, fallbackName));
  }
  return [{ kind, title: `${kind} '${nameOf(manifest) ?? fallbackName}'`, manifest, isPatch }];
}

/** The name serves messages only: an unknown one must not keep a rule from its verdict. */
function nameOf(manifest: Field): string | undefined {
  try {
    return manifest.at("metadata", "name").text;
  } catch (error) {
    if (error instanceof UnknownValueError) {
      return undefined;
    }
    throw error;
  }
}
