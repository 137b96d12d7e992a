import { misspelt } from "../../../model/nearest";
import type { Field } from "../../model/field";
import type { KubernetesObject } from "../../model/kubernetesObject";
import { remembered } from "../../model/remembered";
import fieldTypes from "./fieldTypes.json";
import { valueMistake } from "./fieldValues";
import type { Mistake } from "./mistake";

/**
 * Types of fields by the names of types, such as `core.v1.PodSpec`: `[x]` is a list, `{x}` an object with any names, and
 * `any` is not looked into.
 */
const types: Readonly<Record<string, Readonly<Record<string, string>>>> = fieldTypes;

const scalars: Readonly<Record<string, { what: string; isRight: (field: Field) => boolean }>> = {
  string: {
    what: "a text; write one, in quotes if it looks like a number",
    isRight: ({ text }) => text !== undefined,
  },
  number: { what: "a whole number; write one, without quotes", isRight: isWhole },
  boolean: {
    what: "true or false; write one of them",
    isRight: (one) => one.boolean !== undefined,
  },
  port: {
    what: "a whole number or a text; write one",
    isRight: (field) => isWhole(field) || field.text !== undefined,
  },
  quantity: {
    what: "a quantity; write one such as 10Gi",
    isRight: ({ text, number }) => text !== undefined || number !== undefined,
  },
};

function isWhole({ number }: Field): boolean {
  return Number.isInteger(number);
}

/** What has another type than Kubernetes' schema says, which the API server cannot decode, or a value that it refuses. */
export function fieldMistakes(object: KubernetesObject): Mistake[] {
  return mistakesOf(object).filter(({ isUnknown = false }) => !isUnknown);
}

/** Fields that the kind does not have: kubectl refuses them as well, and the API server drops them, at most with a warning. */
export function unknownFields(object: KubernetesObject): Mistake[] {
  return mistakesOf(object).filter(({ isUnknown = false }) => isUnknown);
}

const mistakesOf = remembered(({ kind, manifest, isPatch }: KubernetesObject): FieldMistake[] => {
  const type = typeName(kind, manifest.at("apiVersion").text);
  if (isPatch || type === undefined) {
    return [];
  }
  const { name, isExact } = type;
  // Another version has further fields, or other names for them.
  return mistakesBelow(manifest, name).filter(({ isUnknown = false }) => isExact || !isUnknown);
});

/** Of a version that is not known, the type of the first one that is: they differ little. */
function typeName(
  kind: string,
  apiVersion: string | undefined,
): { name: string; isExact: boolean } | undefined {
  const [, group = "core", dots = "", version = ""] =
    /^(?:([a-z]+)((?:\.[\w-]+)*)\/)?(\w+)$/.exec(apiVersion ?? "v1") ?? [];
  if (dots !== "" && !dots.endsWith(".k8s.io")) {
    return undefined;
  }
  const exact = `${group}.${version}.${kind}`;
  const name =
    exact in types
      ? exact
      : Object.keys(types).find((one) => "kind" in (types[one] ?? {}) && one.endsWith(`.${kind}`));
  return name === undefined ? undefined : { name, isExact: name === exact };
}

/** A mistake, and whether it is a field that the kind does not have. */
type FieldMistake = Mistake & { isUnknown?: boolean };

function mistakesBelow(field: Field, type: string): FieldMistake[] {
  if (field.isAbsent || type === "any") {
    return [];
  }
  const mistake = (what: string) => [{ field, message: `the API server takes here ${what}` }];
  const scalar = scalars[type];
  if (scalar !== undefined) {
    return scalar.isRight(field) ? [] : mistake(scalar.what);
  }
  const inner = type.slice(1, -1);
  if (type.startsWith("[")) {
    return field.isList
      ? field.items().flatMap((item) => mistakesOfItem(item, inner))
      : mistake("a list; write one");
  }
  if (!field.isObject) {
    return mistake("fields with names; write them");
  }
  if (type.startsWith("{")) {
    return field.names.flatMap((name) => mistakesBelow(field.at(name), inner));
  }
  const known = types[type] ?? {};
  const own = valueMistake(type, field);
  return [
    ...(own === undefined ? [] : [own]),
    ...field.names.flatMap((name) => {
      const next = Object.hasOwn(known, name) ? known[name] : undefined;
      return next === undefined
        ? unknownField(field, name, known)
        : mistakesBelow(field.at(name), next);
    }),
  ];
}

function unknownField(
  owner: Field,
  name: string,
  known: Readonly<Record<string, string>>,
): FieldMistake[] {
  const field = owner.at(name);
  // Flux decrypts with it, and takes it away before it applies the object.
  if (name === "sops" && "metadata" in known) {
    return [];
  }
  const meant = misspelt(name, Object.keys(known)).find(
    (one) =>
      !owner.names.includes(one) &&
      !writtenByCluster.has(one) &&
      mistakesBelow(field, known[one] ?? "any").length === 0,
  );
  // Anything else may be a value that lost its key.
  const title = /^[\w$./-]{1,40}$/.test(name) ? `field '${name}'` : "field of this name";
  const remedy =
    meant === undefined ? "correct its name or its place, or remove it" : `write '${meant}'`;
  const message = `the API server has no ${title} here; ${remedy}`;
  return [{ field, message, isUnknown: true }];
}

const writtenByCluster: ReadonlySet<string> = new Set([
  ...["creationTimestamp", "deletionGracePeriodSeconds", "deletionTimestamp", "generation"],
  ...["managedFields", "resourceVersion", "selfLink", "status", "uid"],
]);

function mistakesOfItem(item: Field, type: string): FieldMistake[] {
  return item.isAbsent
    ? [{ field: item, message: "the API server takes no empty item of a list here; remove it" }]
    : mistakesBelow(item, type);
}
