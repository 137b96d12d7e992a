import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";

const root = join(__dirname, "../..");

/** The stack of the tests; the stack `dev` may be in use. */
export const stackFile = join(root, "test/fixtures/Pulumi.test.yaml");

/** Values of the stack of the tests as Pulumi keeps them, changed as given; `undefined` removes a key. */
export function stackTexts(changes: Record<string, unknown> = {}): Record<string, string> {
  const stack = parse(readFileSync(stackFile, "utf8"));
  const own = Object.entries<any>(stack.config);
  const changed = Object.entries(changes).map(([key, value]) => [
    key.includes(":") ? key : `glance:${key}`,
    value,
  ]);
  const values: Record<string, any> = Object.fromEntries([...own, ...changed]);
  const texts = Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [
      key,
      typeof value === "object" ? JSON.stringify(value) : String(value),
    ]);
  return Object.fromEntries(texts) as Record<string, string>;
}

/** Configures Pulumi with the values of the stack of the tests, changed as given. */
export function setConfig(
  changes: Record<string, unknown> = {},
  secretKeys: readonly string[] = [],
): void {
  pulumi.runtime.setAllConfig(
    stackTexts(changes),
    secretKeys.map((key) => `glance:${key}`),
  );
}

/** A structured value of the stack of the tests, changed as given. */
export function stackValue(key: string, changes: object): object {
  const stack = parse(readFileSync(stackFile, "utf8"));
  return { ...stack.config[`glance:${key}`], ...changes };
}
