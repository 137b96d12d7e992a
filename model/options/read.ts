import { z } from "zod";

import { nearest } from "../nearest";
import { shortened } from "../shortened";
import { UserError } from "../userError";
import { type OptionName, options, type OptionValue, type Settings } from "./index";
import { notDecrypted } from "./values";

/** Refuses for a problem, if there is one. */
export function refuse(problem: string | undefined): void {
  if (problem !== undefined) {
    throw new UserError(problem);
  }
}

/** How an option is read. */
export interface ReadOptions {
  /** Whether the value, or anything in it, is secret: it is then shown in no message. */
  secret?: boolean;
  /** Places such as `glance:ceph.user` whose values are secret, too. */
  secretPlaces?: readonly string[];
  /** Fields that are not there yet, and are checked by themselves later. */
  without?: readonly string[];
}

/**
 * The checked value of an option, with its defaults.
 *
 * @param value Undefined where it is left out.
 * @throws UserError, never with the value of a secret.
 */
export function readOption<Name extends OptionName>(
  name: Name,
  value: unknown,
  { secret = false, secretPlaces = [], without = [] }: ReadOptions = {},
): OptionValue<Name> {
  const given = value === undefined && isRequiredObject(name) ? {} : value;
  const { data, error } = schemaWithout(name, without).safeParse(given);
  const [issue] = error?.issues ?? [];
  if (issue !== undefined) {
    throw new UserError(sentence(name, given, issue, { secret, secretPlaces }));
  }
  return data as OptionValue<Name>;
}

/** The checked values of several options that are plain, as `readOption` reads each. */
export function readOptions<Name extends OptionName>(
  names: readonly Name[],
  values: { readonly [Given in Name]?: unknown },
): Pick<Settings, Name> {
  return Object.fromEntries(names.map((name) => [name, readOption(name, values[name])])) as Pick<
    Settings,
    Name
  >;
}

/** Checks one field of an option, as `readOption` does. */
export function readField(name: OptionName, field: string, value: unknown): unknown {
  const others = fieldsOf(name).filter((other) => other !== field);
  return (readOption(name, { [field]: value }, { without: others }) as Record<string, unknown>)[
    field
  ];
}

/** Names of the fields of an option; none for one that has a value of its own. */
export function fieldsOf(name: OptionName): string[] {
  const schema = unwrapped(options[name]);
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

/** Names of the fields of an option whose values are secrets. */
export function secretFields(name: string): string[] {
  const schema = name in options ? unwrapped(options[name as OptionName]) : undefined;
  return schema instanceof z.ZodObject
    ? Object.entries(schema.shape as z.ZodRawShape)
        .filter(([, field]) => unwrapped(field).meta()?.["secret"] === true)
        .map(([field]) => field)
    : [];
}

/** A schema without what makes it optional or gives it a default. */
export function unwrapped(schema: z.core.$ZodType): z.ZodType {
  return schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodOptional
    ? unwrapped(schema.unwrap())
    : (schema as z.ZodType);
}

function isRequiredObject(name: OptionName): boolean {
  return options[name] instanceof z.ZodObject;
}

function schemaWithout(name: OptionName, fields: readonly string[]): z.ZodType {
  const schema = unwrapped(options[name]);
  return fields.length > 0 && schema instanceof z.ZodObject
    ? schema.omit(Object.fromEntries(fields.map((field) => [field, true])) as Record<string, never>)
    : options[name];
}

function sentence(
  option: OptionName,
  value: unknown,
  issue: z.core.$ZodIssue,
  { secret, secretPlaces }: Required<Pick<ReadOptions, "secret" | "secretPlaces">>,
): string {
  let name = `glance:${option}`;
  let found = value;
  for (const part of issue.path) {
    name += typeof part === "number" ? `[${part}]` : `.${String(part)}`;
    found = (found as Record<PropertyKey, unknown> | undefined)?.[part];
  }
  if (issue.code === "unrecognized_keys") {
    return unknownField(name, option, issue);
  }
  if (found === undefined || found === null || found === "") {
    return found !== undefined && isOptional(schemaAt(option, issue.path))
      ? `${name} is empty: leave it out, or ${issue.message}.`
      : `${name} is ${found === "" ? "empty" : "missing"}: ${issue.message}.`;
  }
  if (found === notDecrypted) {
    return (
      `${name} is encrypted and cannot be decrypted here: set PULUMI_CONFIG_PASSPHRASE to the passphrase of the stack, ` +
      "or write the value in plain text."
    );
  }
  const isSecret =
    isSecretAt(option, issue, secret) || secretPlaces.some((place) => place.startsWith(name));
  const shown = isSecret ? "not valid" : shortened(JSON.stringify(found), mostShown);
  const remedy = isUnquoted(option, issue.path, found) ? "write it in quotes" : issue.message;
  return `${name} is ${shown}: ${remedy}.`;
}

/** Letters of a value that a message shows. */
const mostShown = 120;

/** Whether a number or boolean stands where its text would be right. */
function isUnquoted(option: OptionName, path: readonly PropertyKey[], found: unknown): boolean {
  return (
    ["number", "boolean"].includes(typeof found) &&
    !schemaAt(option, path).safeParse(found).success &&
    schemaAt(option, path).safeParse(String(found)).success
  );
}

function isOptional(schema: z.ZodType): boolean {
  return unwrapped(schema) !== schema;
}

function unknownField(
  name: string,
  option: OptionName,
  { keys, path }: z.core.$ZodIssueUnrecognizedKeys,
): string {
  const [unknown = ""] = keys;
  const schema = unwrapped(schemaAt(option, path));
  const elsewhere = (schema.meta()?.["elsewhere"] ?? {}) as Record<string, string>;
  const known = namesOf(schema);
  const near = nearest(unknown, known);
  const remedy =
    (Object.hasOwn(elsewhere, unknown) ? elsewhere[unknown] : undefined) ??
    (near === undefined ? `write one of ${known.join(", ")}` : `did you mean ${near}?`);
  return `${name}.${unknown} is not a configuration key: ${remedy}${remedy.endsWith("?") ? "" : "."}`;
}

/** The schema of a place in an option. */
function schemaAt(option: OptionName, path: readonly PropertyKey[]): z.ZodType {
  return path.reduce((outer: z.ZodType, part) => {
    const schema = unwrapped(outer);
    const inner =
      schema instanceof z.ZodArray
        ? schema.element
        : schema instanceof z.ZodRecord
          ? schema.valueType
          : schema instanceof z.ZodObject
            ? (schema.shape as z.ZodRawShape)[String(part)]
            : undefined;
    return (inner ?? z.never()) as z.ZodType;
  }, options[option]);
}

/** Names that may stand below a schema. */
function namesOf(schema: z.ZodType): string[] {
  if (schema instanceof z.ZodObject) {
    return Object.keys(schema.shape);
  }
  return schema instanceof z.ZodRecord && schema.keyType instanceof z.ZodEnum
    ? schema.keyType.options.map(String)
    : [];
}

/** Without a path it is the whole value, with its secret fields. */
function isSecretAt(option: OptionName, issue: z.core.$ZodIssue, secret: boolean): boolean {
  const [field] = issue.path;
  const secrets = secretFields(option);
  if (issue.code === "custom" && issue.params?.["secret"] === true) {
    return true;
  }
  return field === undefined ? secret || secrets.length > 0 : secrets.includes(String(field));
}
