import * as pulumi from "@pulumi/pulumi";
import { closest } from "fastest-levenshtein";
import type { z } from "zod";

import { type ConfigKey, type ConfigValue, resourceNames, schema, secretFields } from "./schema";

// Not in the SDK's types, but what its own getters use.
const { isConfigSecret } = pulumi.runtime as typeof pulumi.runtime & {
  isConfigSecret: (key: string) => boolean;
};

const keys = Object.keys(schema) as ConfigKey[];

/**
 * Refuses keys under `glance:` that the program does not know.
 *
 * @throws RunError with the nearest known name.
 */
export function refuseUnknownKeys(): void {
  for (const fullKey of Object.keys(pulumi.runtime.allConfig())) {
    const [namespace, key] = fullKey.split(":");
    if (namespace === "glance" && key !== undefined && !keys.includes(key as ConfigKey)) {
      throw new pulumi.RunError(
        `glance:${key} is not a configuration key: did you mean glance:${closest(key, keys)}?`,
      );
    }
  }
}

/** Whether a key, or anything below it, is encrypted in the stack file. */
export function isSecret(key: ConfigKey): boolean {
  return isConfigSecret(`glance:${key}`);
}

/** Whether a structured key has any value. */
export function isSet(key: ConfigKey): boolean {
  return ![undefined, "", "{}", "[]"].includes(raw(key));
}

/**
 * Reads and checks one key.
 *
 * @throws RunError, one sentence with key, value and remedy; never with the value of a secret.
 */
export function read<Key extends ConfigKey>(key: Key): ConfigValue<Key> {
  const value = structured(key) ? parseJson(key) : (raw(key) ?? "");
  refusePlainSecrets(key, value);
  const result = schema[key].safeParse(value);
  if (!result.success) {
    throw new pulumi.RunError(describe(key, value, result.error.issues[0]));
  }
  return result.data as ConfigValue<Key>;
}

function raw(key: ConfigKey): string | undefined {
  return new pulumi.Config("glance").get(key);
}

function structured(key: ConfigKey): boolean {
  return ["object", "array"].includes(schema[key].type);
}

function parseJson(key: ConfigKey): unknown {
  try {
    return JSON.parse(raw(key) ?? "{}") as unknown;
  } catch {
    throw new pulumi.RunError(
      `glance:${key} is plain text: write its fields below it in the stack file, or set them with ` +
        `pulumi config set --path 'glance:${key}.<field>' <value>.`,
    );
  }
}

function refusePlainSecrets(key: ConfigKey, value: unknown): void {
  const given = (secretFields[key] ?? []).find(
    (field) => typeof value === "object" && value !== null && field in value,
  );
  if (given !== undefined && !isSecret(key)) {
    throw new pulumi.RunError(
      `glance:${key}.${given} is in plain text: set it with ` +
        `pulumi config set --secret --path 'glance:${key}.${given}', and change it, as it was readable.`,
    );
  }
}

function describe(key: ConfigKey, value: unknown, issue: z.core.$ZodIssue | undefined): string {
  let name = `glance:${key}`;
  let found = value;
  for (const part of issue?.path ?? []) {
    name += typeof part === "number" ? `[${part}]` : `.${String(part)}`;
    found = (found as Record<PropertyKey, unknown> | undefined)?.[part];
  }
  if (issue?.code === "unrecognized_keys") {
    const unknown = issue.keys[0] ?? "";
    const rule: object = schema[key];
    const fields = "shape" in rule ? Object.keys(rule.shape as object) : [];
    const known = issue.path.length === 0 ? fields : [...resourceNames];
    return `${name}.${unknown} is not a configuration key: did you mean ${closest(unknown, known)}?`;
  }
  const remedy = issue?.message ?? "write another value";
  if (found === undefined || found === "") {
    return `${name} is missing: ${remedy}.`;
  }
  // Without a path it is the whole value, with its secret fields.
  const [field] = issue?.path ?? [];
  const secret =
    field === undefined
      ? isSecret(key) || secretFields[key] !== undefined
      : (secretFields[key] ?? []).includes(String(field));
  return `${name} is ${secret ? "not valid" : JSON.stringify(found)}: ${remedy}.`;
}
