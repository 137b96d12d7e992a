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

/** The one node that the node affinity of a volume leaves; what else it asks of that node does not matter. */
export function hostnameIn(nodeAffinity: Field): string | undefined {
  const [term, ...others] = nodeAffinity.all("required.nodeSelectorTerms[]");
  const expressions = (term?.all("matchExpressions[]") ?? []).filter(
    (expression) => expression.at("key").text === hostnameLabel,
  );
  const [hostname, ...further] = new Set(
    expressions.flatMap((expression) => expression.all("values[]")).map(({ text }) => text),
  );
  const isOne =
    others.length === 0 &&
    further.length === 0 &&
    expressions.every(
      (expression) =>
        expression.at("operator").text === "In" && expression.all("values[]").length > 0,
    );
  return isOne ? hostname : undefined;
}

/** Directory of a local volume on its node, without `.`, `..` and doubled or trailing slashes. */
export function pathOf({ manifest }: KubernetesObject): string {
  return posix.resolve("/", manifest.at("spec", "local", "path").text ?? "");
}
