import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import type * as progressModule from "../../lab/startLock";
import { TemporaryLab } from "./temporaryLab";

describe("the start of a lab", () => {
  let lab: TemporaryLab;
  let progress: typeof progressModule;

  beforeEach(() => {
    lab = new TemporaryLab();
    progress = lab.load("startLock.ts");
  });
  afterEach(() => lab.remove());

  /** Leaves the record of a start that has ended without removing it. */
  function interrupt(): void {
    progress.claimStart();
    const record = { pid: process.pid, started: "1" };
    writeFileSync(join(lab.state, "daemons/up.json"), JSON.stringify(record));
  }

  it("was interrupted when its process is gone and the lab is not complete", () => {
    assert.ok(!progress.wasInterrupted());
    interrupt();
    assert.ok(progress.wasInterrupted());
    writeFileSync(progress.complete, "");
    assert.ok(!progress.wasInterrupted());
  });

  it("was not interrupted while its process runs", () => {
    progress.claimStart();
    assert.ok(!progress.wasInterrupted());
  });

  it("belongs to one process at a time", () => {
    progress.claimStart();
    assert.throws(
      () => progress.claimStart(),
      new RegExp(`by process ${process.pid}: wait for it`),
    );
  });

  it("can be claimed after an interrupted one", () => {
    interrupt();
    progress.claimStart();
    assert.ok(!progress.wasInterrupted());
  });
});
