import { nearest } from "../../../model/nearest";
import type { Field } from "../../model/field";
import type { KubernetesObject } from "../../model/kubernetesObject";
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

/**
 * What has another type than Kubernetes' schema says, which the API server cannot decode, a value that it refuses, or a
 * field that the kind does not have.
 */
export function fieldMistakes({ kind, manifest, isPatch }: KubernetesObject): Mistake[] {
  const type = typeName(kind, manifest.at("apiVersion").text);
  if (isPatch || type === undefined) {
    return [];
  }
  const { name, isExact } = type;
  // Another version has further fields, or other names for them.
  return mistakesBelow(manifest, name).filter(({ isUnknown = false }) => isExact || !isUnknown);
}

/** Of a version that is not known, the type of the first one that is: they differ little. */
function typeName(
  kind: string,
  apiVersion: string | undefined,
): { name: string; isExact: boolean } | undefined {
  const [, group = "core", dots = "", version = ""] =
    /^(?:([a-z]+)((?:\.[\w-]+)*)\/)?(\w+)$/.exec(apiVersion ?? "v1") ?? [];
  const exact = `${group}.${version}.${kind}`;
  const isOwn = dots === "" || dots.endsWith(".k8s.io");
  const name =
    exact in types
      ? exact
      : Object.keys(types).find(
          (one) => isOwn && "kind" in (types[one] ?? {}) && one.endsWith(`.${kind}`),
        );
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
        ? [unknownField(field.at(name), name, Object.keys(known))]
        : mistakesBelow(field.at(name), next);
    }),
  ];
}

/** What kubectl refuses as well, unless it is told not to validate; older API servers drop it without a word. */
function unknownField(field: Field, name: string, known: readonly string[]): FieldMistake {
  const meant = nearest(name, known);
  const remedy = meant === undefined ? "remove it" : `write ${meant}, or remove it`;
  return { field, message: `the API server has no such field here; ${remedy}`, isUnknown: true };
}

function mistakesOfItem(item: Field, type: string): FieldMistake[] {
  return item.isAbsent
    ? [{ field: item, message: "the API server takes no empty item of a list here; remove it" }]
    : mistakesBelow(item, type);
}
