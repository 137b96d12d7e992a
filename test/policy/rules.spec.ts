import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";

import { rules } from "../../policy/rules";
import { exportOf, fileOf } from "./ruleFile";

const root = join(__dirname, "../../policy/rules");

describe("the file of a rule", () => {
  it("is the one that its name leads to", () => {
    for (const rule of rules) {
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      const file = require(join(root, fileOf(rule.name))) as Record<string, unknown>;
      assert.deepEqual(file, { [exportOf(rule.name)]: rule });
    }
  });

  it("is in the list of all rules", () => {
    const files = readdirSync(root, { recursive: true, encoding: "utf8" });
    assert.deepEqual(
      files.filter((name) => name.endsWith(".ts")).sort(),
      [...rules.map(({ name }) => `${fileOf(name)}.ts`), "index.ts"].sort(),
    );
  });
});
