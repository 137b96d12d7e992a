import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { optionRows } from "../docs/optionRows";
import { generatedFiles, readmeText } from "../docs/generate";
import { options } from "../model/options";

describe("the documentation of the configuration", () => {
  it("has a row for every key, or for every field of it, with what it is", () => {
    const keys = new Set(optionRows().map(([key = ""]) => /\w+/.exec(key)?.[0]));
    assert.deepEqual([...keys], Object.keys(options));
    for (const [key, , description] of optionRows()) {
      assert.ok(description, key);
    }
  });

  it("says of a key whether it is required, secret, or what it is without", () => {
    const defaults = Object.fromEntries(optionRows().map(([key, value]) => [key, value]));
    assert.equal(defaults["`image`"], "required");
    assert.equal(defaults["`ceph.key`"], "secret");
    assert.equal(defaults["`staging.size`"], "`10Gi`");
    assert.equal(defaults["`keystone.publicUrl`"], "");
    assert.equal(
      defaults["`resources`"],
      "`{requests: {cpu: 100m, memory: 512Mi}, limits: {memory: 2Gi}}`",
    );
  });

  it("needs a place in the README", () => {
    assert.throws(() => readmeText("# Glance"), /README\.md has no place/);
  });
});

describe("what is made from the code", () => {
  for (const [file, text] of Object.entries(generatedFiles())) {
    it(`stands in ${file} (npm run docs)`, () => {
      assert.equal(readFileSync(join(__dirname, "..", file), "utf8"), text);
    });
  }
});
