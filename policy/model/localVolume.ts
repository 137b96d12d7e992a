import { posix } from "node:path";

import type { Field } from "./field";
import type { KubernetesObject } from "./kubernetesObject";

/** Label of a node with its host name. */
export const hostnameLabel = "kubernetes.io/hostname";

/** Whether an object is a PersistentVolume on a disk of a node. */
export function isLocal({ kind, manifest }: KubernetesObject): boolean {
  return kind === "PersistentVolume" && !manifest.at("spec", "local").isAbsent;
}

/** The one node to which a volume belongs, by its host name; undefined when it names none or several. */
export function hostnameOf({ manifest }: KubernetesObject): string | undefined {
  return hostnameIn(manifest.at("spec", "nodeAffinity"));
}

/** The one node that the node affinity of a volume leaves. */
export function hostnameIn(nodeAffinity: Field): string | undefined {
  const terms = nodeAffinity.all("required.nodeSelectorTerms[]");
  const [term] = terms;
  const expressions = term?.all("matchExpressions[]") ?? [];
  const [expression] = expressions;
  const values = expression?.all("values[]") ?? [];
  const isOne =
    terms.length === 1 && expressions.length === 1 && values.length === 1 && term !== undefined;
  return isOne &&
    term.at("matchFields").isAbsent &&
    expression?.at("key").text === hostnameLabel &&
    expression.at("operator").text === "In"
    ? values[0]?.text
    : undefined;
}

/** Directory of a local volume on its node, without `.`, `..` and doubled or trailing slashes. */
export function pathOf({ manifest }: KubernetesObject): string {
  return posix.resolve("/", manifest.at("spec", "local", "path").text ?? "");
}
