import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { faultTable, faults } from "../e2e/faults/index.js";

describe("docs/operations.md", () => {
  const text = readFileSync(join(__dirname, "../../docs/operations.md"), "utf8");

  it("ends with the table of the faults that are tested, as their tests tell them", () => {
    const [, table] = text.split("one of them.\n\n");
    assert.equal(table, `${faultTable(faults)}\n`);
  });

  it("tells of at least twenty faults, a quarter of which continuous integration runs", () => {
    const all = Object.values(faults).flat();
    assert.ok(all.length >= 20);
    assert.ok(all.filter(({ ci }) => ci).length >= all.length / 4);
  });
});
