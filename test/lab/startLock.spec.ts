import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import type * as startLockModule from "../../lab/startLock";
import { TemporaryLab } from "./temporaryLab";

describe("the start of a lab", () => {
  let lab: TemporaryLab;
  let startLock: typeof startLockModule;

  beforeEach(() => {
    lab = new TemporaryLab();
    startLock = lab.load("startLock.ts");
  });
  afterEach(() => lab.remove());

  /** Leaves the record of a start that has ended without removing it. */
  function interrupt(): void {
    startLock.takeStartLock();
    const record = { pid: process.pid, started: "1" };
    writeFileSync(join(lab.state, "daemons/up.json"), JSON.stringify(record));
  }

  it("was interrupted when its process is gone and the lab is not complete", () => {
    assert.ok(!startLock.wasInterrupted());
    interrupt();
    assert.ok(startLock.wasInterrupted());
    startLock.raiseCompletionFlag();
    assert.ok(!startLock.wasInterrupted());
  });

  it("was not interrupted while its process runs", () => {
    startLock.takeStartLock();
    assert.ok(!startLock.wasInterrupted());
  });

  it("belongs to one process at a time", () => {
    startLock.takeStartLock();
    assert.throws(
      () => startLock.takeStartLock(),
      new RegExp(`by process ${process.pid}: wait for it`),
    );
  });

  it("can be begun again after an interrupted one", () => {
    interrupt();
    startLock.takeStartLock();
    assert.ok(!startLock.wasInterrupted());
  });
});
