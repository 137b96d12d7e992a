import assert from "node:assert/strict";

import { z } from "zod";

import { checkSettings, readSettings } from "../../config/settings";
import { type OptionName, options } from "../../model/options";
import { secretFields, unwrapped } from "../../model/options/read";
import { UserError } from "../../model/userError";
import { stackTexts } from "../support/stackConfig";

/** Every option with its fields, as paths. */
const places = Object.entries(options).flatMap(([name, schema]) => placesOf(schema, [name]));

function placesOf(schema: z.core.$ZodType, path: string[]): string[][] {
  const inner = unwrapped(schema);
  const fields = inner instanceof z.ZodObject ? (inner.shape as z.ZodRawShape) : {};
  return [
    path,
    ...Object.entries(fields).flatMap(([name, field]) => placesOf(field, [...path, name])),
  ];
}

const canary = "canary-7f3a";

const values: readonly unknown[] = [
  ...[null, "", " ", 0, -1, 1.5, 1e30, true, "true", "-1", "1e3", "0x10", "10Gi", "1 "],
  ...["a\nb", "ü", "\0", "../..", "[", "{", "x".repeat(3000), canary, ` ${canary}`],
  ...[[], {}, [null], [[]], [canary, canary], { a: 1 }, { [canary]: canary }, { secure: 3 }],
  ...[{ toString: 1 }, { constructor: 1 }, JSON.parse('{ "__proto__": 1 }')],
];

/** The configuration of the tests with a value at a place. */
function configuration([name = "", ...fields]: readonly string[], value: unknown) {
  const texts = stackTexts();
  const outer: Record<string, unknown> = { [name]: JSON.parse(structured(texts, name)) };
  let at = outer;
  for (const key of [name, ...fields].slice(0, -1)) {
    at = (at[key] ??= {}) as Record<string, unknown>;
  }
  at[fields.at(-1) ?? name] = value;
  return stackTexts({ [name]: outer[name] ?? "" });
}

function structured(texts: Record<string, string>, name: string): string {
  const text = texts[`glance:${name}`] ?? "";
  return text.startsWith("{") ? text : "{}";
}

/** The sentence with which a configuration is refused; undefined for one that is taken. */
function problem(values: Record<string, string>, secretKeys: string[] = []): string | undefined {
  try {
    checkSettings(readSettings({ values, secretKeys }));
  } catch (error) {
    assert.ok(error instanceof UserError, (error as Error).stack);
    return error.message;
  }
  return undefined;
}

describe("any value of any option", () => {
  for (const path of places) {
    const [name = "", field = ""] = path;

    it(`is taken or refused in one sentence: ${path.join(".")}`, () => {
      for (const value of values) {
        const message = problem(configuration(path, value));
        if (message !== undefined) {
          assert.match(message, /^[\w.-]+:[^\n]{8,500}[.?]$/);
          assert.doesNotMatch(message, /undefined|expected|received|Invalid|\[object/);
        }
      }
    });

    if (secretFields(name).includes(field)) {
      it(`is never shown: ${path.join(".")}`, () => {
        for (const value of values.filter((value) => JSON.stringify(value).includes(canary))) {
          for (const secretKeys of [[], [`glance:${name}`]]) {
            const message = problem(configuration(path, value), secretKeys) ?? "";
            assert.ok(!message.includes(canary), message);
          }
        }
      });
    }
  }

  it("is not shown when all of a key is secret", () => {
    for (const name of ["ceph", "database", "keystone"] satisfies OptionName[]) {
      for (const value of [canary, [canary]]) {
        const message = problem(configuration([name], value), [`glance:${name}`]) ?? "";
        assert.ok(!message.includes(canary), message);
      }
    }
  });
});
