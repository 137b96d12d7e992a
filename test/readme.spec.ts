import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { schema } from "../config/schema";

const read = (name: string) => readFileSync(join(__dirname, "..", name), "utf8");
const declared = Object.entries<{ description: string; type: string; default: unknown }>(
  parse(read("Pulumi.yaml")).config,
);

describe("the documentation of the configuration", () => {
  it("declares in Pulumi.yaml exactly the keys that the program reads", () => {
    assert.deepEqual(
      declared.map(([key]) => key),
      Object.keys(schema),
    );
  });

  for (const [key, { description, type, default: value }] of declared) {
    it(`has type, default and description of ${key}, and a line in the README`, () => {
      assert.ok(type);
      assert.notEqual(value, undefined);
      assert.match(read("README.md"), new RegExp(`^\\| \`${key}\` \\|.*\\|$`, "m"));
      assert.ok(read("README.md").includes(` ${description} |`), description);
    });
  }
});
