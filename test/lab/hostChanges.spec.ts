import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type * as hostChangesModule from "../../lab/hostChanges";
import { TemporaryLab } from "./temporaryLab";

describe("the changes of a lab on its host", () => {
  let lab: TemporaryLab;
  let changes: typeof hostChangesModule;

  beforeEach(() => {
    lab = new TemporaryLab();
    changes = lab.load("hostChanges.ts");
  });
  afterEach(() => lab.remove());

  it("are taken back, the last one first, and one that cannot be does not stop the others", async () => {
    const file = join(lab.cache, "undone");
    changes.recordHostChange("sh", "-c", `echo first >>${file}`);
    changes.recordHostChange("false");
    changes.recordHostChange("sh", "-c", `echo last >>${file}`);
    assert.equal(changes.hostChanges().length, 3);
    await changes.undoHostChanges();
    assert.equal(readFileSync(file, "utf8"), "last\nfirst\n");
  });

  it("end when the host is booted", async () => {
    const file = join(lab.cache, "undone");
    changes.recordHostChange("touch", file);
    const record = join(lab.state, "host-changes.json");
    const { undo } = JSON.parse(readFileSync(record, "utf8"));
    writeFileSync(record, JSON.stringify({ boot: "an earlier one", undo }));
    assert.deepEqual(changes.hostChanges(), []);
    await changes.undoHostChanges();
    assert.ok(!existsSync(file));
  });

  it("are none of a lab that was never started", () => {
    assert.deepEqual(changes.hostChanges(), []);
  });
});
