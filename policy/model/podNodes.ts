import type { Field } from "./field";
import { hostnameLabel } from "./localVolume";
import { selectsPods } from "./selector";
import type { Workload } from "./workload";

/** Whether the pods of a workload may run on a node, as far as its host name tells: other labels are not known. */
export function mayRunOn({ podSpec }: Workload, node: string): boolean {
  const wanted = podSpec.at("nodeSelector", hostnameLabel).text ?? node;
  const required = podSpec.all(`affinity.nodeAffinity.${execution}.nodeSelectorTerms[]`);
  return wanted === node && (required.length === 0 || required.some((term) => fits(term, node)));
}

/** The term by which the pods of a workload may only run where one of them does; undefined when they may spread. */
export function togetherTerm(workload: Workload): Field | undefined {
  return ownTerm(workload, "podAffinity");
}

/** Whether no two pods of a workload may run on one node. */
export function areKeptApart(workload: Workload): boolean {
  return ownTerm(workload, "podAntiAffinity") !== undefined;
}

const execution = "requiredDuringSchedulingIgnoredDuringExecution";

function ownTerm(workload: Workload, affinity: string): Field | undefined {
  return workload.podSpec
    .all(`affinity.${affinity}.${execution}[]`)
    .find(
      (term) =>
        term.at("topologyKey").text === hostnameLabel &&
        selectsPods(term.at("labelSelector"), workload),
    );
}

function fits(term: Field, node: string): boolean {
  const expressions = [...term.all("matchExpressions[]"), ...term.all("matchFields[]")].filter(
    (expression) => [hostnameLabel, "metadata.name"].includes(expression.at("key").text ?? ""),
  );
  return expressions.every((expression) => {
    const isAmong = expression.all("values[]").some(({ text }) => text === node);
    switch (expression.at("operator").text) {
      case "In":
        return isAmong;
      case "NotIn":
        return !isAmong;
      default:
        return true;
    }
  });
}
