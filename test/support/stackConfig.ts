import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";

const root = join(__dirname, "../..");

/** The stack of the tests; the stack `dev` may be in use. */
export const stackFile = join(root, "test/fixtures/Pulumi.test.yaml");

/** Values of the stack of the tests over the defaults of Pulumi.yaml, changed as given; `undefined` removes a key. */
export function setConfig(
  changes: Record<string, unknown> = {},
  secretKeys: readonly string[] = [],
): void {
  const project = parse(readFileSync(join(root, "Pulumi.yaml"), "utf8"));
  const stack = parse(readFileSync(stackFile, "utf8"));
  const defaults = Object.entries<any>(project.config).map(([key, { default: value }]) => [
    `glance:${key}`,
    value,
  ]);
  const own = Object.entries<any>(stack.config);
  const changed = Object.entries(changes).map(([key, value]) => [`glance:${key}`, value]);
  const values: Record<string, any> = Object.fromEntries([...defaults, ...own, ...changed]);
  const texts = Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [
      key,
      typeof value === "object" ? JSON.stringify(value) : String(value),
    ]);
  pulumi.runtime.setAllConfig(
    Object.fromEntries(texts),
    secretKeys.map((key) => `glance:${key}`),
  );
}

/** A structured value of the stack of the tests, changed as given. */
export function stackValue(key: string, changes: object): object {
  const stack = parse(readFileSync(stackFile, "utf8"));
  return { ...stack.config[`glance:${key}`], ...changes };
}
