import { namePattern } from "../../model/sharedFileSystems";
import { cel, type Expression } from "../cel/expression";
import type { Field } from "../model/field";

/** What a field must be when it is there: the same of a manifest and in CEL. */
export interface Demand {
  isMet(field: Field, at: { place: Field; isPatch: boolean }): boolean;
  inCel(value: Expression, place: Expression): Expression;
}

/** One of some values. */
export function oneOf(...values: readonly (string | boolean | number)[]): Demand {
  return {
    isMet(field) {
      const value = field.text ?? field.number ?? field.boolean;
      return values.some((allowed) => allowed === value);
    },
    inCel: (value) => cel`${value} in ${values}`,
  };
}

/** A number, and not a smaller one. */
export function atLeast(least: number): Demand {
  return {
    isMet: ({ number }) => number !== undefined && number >= least,
    inCel: (value) => cel`${value} >= ${least}`,
  };
}

/** A text in which a regular expression, which JavaScript and RE2 read alike, finds something. */
export function matching(pattern: string): Demand {
  return {
    isMet: ({ text = "" }) => new RegExp(pattern).test(text),
    inCel: (value) => cel`${value}.matches(${pattern})`,
  };
}

/** A name without some parts, which are in lower case, in any case. */
export function without(parts: readonly string[]): Demand {
  const pattern = namePattern(parts);
  return {
    isMet: ({ text = "" }) => parts.length === 0 || !new RegExp(pattern).test(text.toLowerCase()),
    inCel: (value) =>
      parts.length === 0 ? cel`true` : cel`!${value}.lowerAscii().matches(${pattern})`,
  };
}

/** An object without some key. */
export function withoutKey(key: string): Demand {
  return {
    isMet: (field) => !field.names.includes(key),
    inCel: (value) => cel`!(${key} in ${value})`,
  };
}

/** A list with some text among its elements. */
export function containing(text: string): Demand {
  return {
    isMet: (field) => field.items().some((item) => item.text === text),
    inCel: (value) => cel`${text} in ${value}`,
  };
}

/** A list with some text as its only element. */
export function only(text: string): Demand {
  return {
    isMet: (field) => field.items().length === 1 && field.items()[0]?.text === text,
    inCel: (value) => cel`${value} == ${[text]}`,
  };
}

/** An object with no other keys. */
export function withKeys(keys: readonly string[]): Demand {
  return {
    isMet: (field) => field.names.every((name) => keys.includes(name) || field.at(name).isAbsent),
    inCel: (value) => cel`${value}.all(k, k in ${keys})`,
  };
}

/** Nothing: the field must be left out. */
export const absent: Demand = { isMet: () => false, inCel: () => cel`false` };
