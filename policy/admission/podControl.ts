import type { Control, Demand } from "../model/podControl";
import { celText } from "../cel";
import type { Validation } from "./check";

/** A control of `objects/podControl.ts` in CEL, for the pods of Glance. */
export function controlValidation(control: Control): Validation {
  return {
    expression: `!variables.isGlanceApi || (${isKept(control)})`,
    message: `${control.paths.join(" and ")} of ${owners[control.of]} ${control.message}`,
  };
}

/** Who has the fields of a control, in messages. */
const owners: Readonly<Record<Control["of"], string>> = {
  pod: "the pods",
  container: "every container",
  both: "the pods and their containers",
};

function isKept({ of, paths, demand, isRequired }: Control): string {
  const pod = "variables.podSpec";
  const ofContainers = (condition: string) => `variables.containers.all(c, ${condition})`;
  const holds = (place: string) =>
    paths.map((path) => `(${forEachField(place, path, demand)})`).join(" && ");
  const isSet = (place: string) => `${optional(place, paths[0] ?? "")}.hasValue()`;
  return [
    ...(of === "container" ? [] : [holds(pod)]),
    ...(of === "pod" ? [] : [ofContainers(holds("c"))]),
    ...(isRequired && of === "container" ? [ofContainers(isSet("c"))] : []),
    ...(isRequired && of === "both" ? [`(${isSet(pod)} || ${ofContainers(isSet("c"))})`] : []),
  ].join(" && ");
}

/** What must hold for the fields at a path, on which there is at most one list. */
function forEachField(place: string, path: string, demand: Demand): string {
  const [list = "", below] = path.split("[]");
  if (below === undefined) {
    const field = optional(place, path);
    return `!${field}.hasValue() || ${isMet(demand, `${field}.value()`)}`;
  }
  const holds = below === "" ? isMet(demand, "x") : forEachField("x", below.slice(1), demand);
  return `${optional(place, list)}.orValue([]).all(x, ${holds})`;
}

function optional(place: string, path: string): string {
  return [place, ...path.split(".")].join(".?");
}

function isMet(demand: Demand, value: string): string {
  if ("oneOf" in demand) {
    return `${value} in ${JSON.stringify(demand.oneOf)}`;
  }
  if ("atLeast" in demand) {
    return `${value} >= ${demand.atLeast}`;
  }
  return "contains" in demand
    ? `${celText(demand.contains)} in ${value}`
    : `${value}.all(k, k in ${JSON.stringify(demand.keys)})`;
}
