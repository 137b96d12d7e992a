import type { Field } from "./field";
import type { Workload } from "./workload";

/** A control of Pod Security: fields and what they must be. */
export interface Control {
  /** Who has the fields: the specification of the pods, every container, or both; pods speak for silent containers. */
  of: "pod" | "container" | "both";
  /** Paths from there, on which `[]` goes through the elements of a list. */
  paths: readonly string[];
  demand: Demand;
  /** Whether the fields must be there. */
  isRequired: boolean;
  /** Continues a sentence of a message. */
  message: string;
}

/** What a field must be when it is there. */
export type Demand =
  | { oneOf: readonly (string | boolean | number)[] }
  | { atLeast: number }
  /** Of a list: an element. */
  | { contains: string }
  /** Of an object: all of its keys. */
  | { keys: readonly string[] };

/** A control of fields that may be left out. */
export function control(
  of: Control["of"],
  demand: Demand,
  message: string,
  ...paths: readonly string[]
): Control {
  return { of, demand, message, paths, isRequired: false };
}

/** A control of a field that must be there; no list is on its path. */
export function required(
  of: "container" | "both",
  demand: Demand,
  message: string,
  path: string,
): Control {
  return { of, demand, message, paths: [path], isRequired: true };
}

/** The fields of a workload that break a control. */
export function brokenFields(
  { of, paths, demand, isRequired }: Control,
  { podSpec, containers, isPatch }: Workload,
): Field[] {
  const fieldsOf = (place: Field) => paths.flatMap((path) => fieldsAt(place, path.split(".")));
  const ofPod = of === "container" ? [] : fieldsOf(podSpec);
  const ofContainers = of === "pod" ? [] : containers.flatMap(fieldsOf);
  const silent = ofContainers.filter((field) => field.isAbsent);
  // The pod may be silent when all of its containers speak.
  const missing =
    of === "both" ? ofPod.filter((field) => field.isAbsent && silent.length > 0) : silent;
  return [
    ...(isRequired && !isPatch ? missing : []),
    ...[...ofPod, ...ofContainers].filter((field) => !field.isAbsent && !isMet(demand, field)),
  ];
}

function fieldsAt(place: Field, [name, ...others]: string[]): Field[] {
  if (name === undefined) {
    return [place];
  }
  const next = name.endsWith("[]") ? place.at(name.slice(0, -2)).items() : [place.at(name)];
  return next.flatMap((field) => fieldsAt(field, others));
}

function isMet(demand: Demand, field: Field): boolean {
  if ("oneOf" in demand) {
    const value = field.text ?? field.number ?? field.boolean;
    return demand.oneOf.some((allowed) => allowed === value);
  }
  if ("atLeast" in demand) {
    return field.number !== undefined && field.number >= demand.atLeast;
  }
  if ("contains" in demand) {
    return field.items().some((item) => item.text === demand.contains);
  }
  return field.names.every((name) => demand.keys.includes(name) || field.at(name).isAbsent);
}
