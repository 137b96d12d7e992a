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

  it("tells of 33 faults, of which continuous integration runs nine, and one of each kind at least", () => {
    const counts = faultGroups.map(({ heading, faults }) => [
      heading,
      faults.length,
      faults.filter(({ ci }) => ci).length,
    ]);
    assert.deepEqual(counts, [
      ["Pods", 8, 4],
      ["Nodes", 8, 1],
      ["Staging volumes", 2, 1],
      ["Ceph, MariaDB and Keystone", 5, 1],
      ["Control plane", 4, 1],
      ["Deployments", 6, 1],
    ]);
  });
});
