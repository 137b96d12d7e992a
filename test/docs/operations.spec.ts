import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { faultGroups, faultTable } from "../e2e/faults";

describe("docs/operations.md", () => {
  const text = readFileSync(join(__dirname, "../../docs/operations.md"), "utf8");

  it("ends with the table of the faults that are tested, as their tests tell them", () => {
    const [, table] = text.split("one of them.\n\n");
    assert.equal(table, `${faultTable(faultGroups)}\n`);
  });

  it("names the file of every test", () => {
    for (const { file, faults } of faultGroups) {
      const code = readFileSync(join(__dirname, "../e2e/faults", file), "utf8");
      faults.forEach(({ situation }) => assert.ok(code.includes(`situation: "${situation}"`)));
    }
  });

  it("tells of at least twenty faults, a quarter of which continuous integration runs", () => {
    const all = faultGroups.flatMap(({ faults }) => faults);
    assert.ok(all.length >= 20);
    assert.ok(all.filter(({ ci }) => ci).length >= all.length / 4);
  });
});
