import { z } from "zod";

import { UserError } from "../model/userError";

const json = z.json();

const schema = z.strictObject({
  type: z.enum(["string", "boolean", "integer", "array", "object"]).optional(),
  items: json.optional(),
  description: z.string().optional(),
  secret: z.boolean().optional(),
  default: json.optional(),
  value: json.optional(),
});

/** A value of a configuration key. */
export type ConfigValue = z.infer<typeof json>;

type ConfigType = "string" | "boolean" | "integer" | "array" | "object";

/** A configuration key as Pulumi.yaml declares it. */
export interface ConfigDeclaration {
  /** What a stack file may set the key to; unchecked when left out. */
  type?: ConfigType | undefined;
  /** Whether a stack file must encrypt the value. */
  secret?: boolean | undefined;
  /** What a stack without the key gets; without it, every stack must set the key. */
  default?: ConfigValue | undefined;
}

/**
 * Reads a declaration: an object with `type`, `default` or `value`, or in short the default itself.
 *
 * @param key Names the key in the refusal of a faulty declaration.
 */
export function readDeclaration(key: string, value: ConfigValue): ConfigDeclaration {
  const { data, error } = schema.safeParse(value);
  if (data === undefined) {
    if (isDeclaration(value)) {
      const [issue] = error.issues;
      throw new UserError(
        `Pulumi.yaml declares the configuration key '${key}' wrongly` +
          `${issue?.path.length ? ` at '${issue.path.join(".")}'` : ""}: ${issue?.message}.`,
      );
    }
    return { default: value };
  }
  const { value: fixed, ...declared } = data;
  return fixed === undefined ? declared : { ...declared, default: fixed };
}

/** Whether a value is meant as a declaration, right or wrong, and not as the default itself. */
function isDeclaration(value: ConfigValue): boolean {
  return (
    hasType.object(value) &&
    ["type", "default", "value"].some((key) => Object.hasOwn(value as object, key))
  );
}

/** Refuses a value that its declaration forbids. */
export function checkDeclared(
  stack: string,
  key: string,
  value: ConfigValue,
  isSecret: boolean,
  { secret, type }: ConfigDeclaration = {},
): void {
  if (secret === true && !isSecret) {
    throw new UserError(
      `The stack '${stack}' must encrypt '${key}': Pulumi.yaml says it is secret.`,
    );
  }
  if (type !== undefined && !hasType[type](value)) {
    const shown = isSecret ? "not valid" : JSON.stringify(value);
    throw new UserError(
      `${key} is ${shown}: write a value of type ${type}, as Pulumi.yaml declares it.`,
    );
  }
}

/** The values of a stack with the defaults filled in; refuses a stack that lacks a value. */
export function withDefaults(
  stack: string,
  given: Record<string, string>,
  declarations: Record<string, ConfigDeclaration>,
): Record<string, string> {
  const values = { ...given };
  const missing: string[] = [];
  for (const [key, declaration] of Object.entries(declarations)) {
    if (declaration.default !== undefined) {
      values[key] ??= configText(declaration.default);
    } else if (values[key] === undefined) {
      missing.push(`'${key}'`);
    }
  }
  if (missing.length > 0) {
    throw new UserError(`The stack '${stack}' is missing configuration: ${missing.join(", ")}.`);
  }
  return values;
}

/** A value as programs receive it: text, JSON when it is structured; empty for a key without a value. */
export function configText(value: ConfigValue): string {
  return typeof value === "object" ? (value === null ? "" : JSON.stringify(value)) : String(value);
}

// The CLI writes numbers and booleans as text.
const hasType: Record<ConfigType, (value: ConfigValue) => boolean> = {
  string: (value) => typeof value !== "object",
  boolean: (value) => ["true", "false"].includes(configText(value)),
  integer: (value) => /^[+-]?\d+$/.test(configText(value)),
  array: (value) => Array.isArray(value),
  object: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
};
