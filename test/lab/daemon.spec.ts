import assert from "node:assert/strict";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { isRunning } from "../../lab/daemon";
import { waitUntil } from "../../lab/wait";
import type * as daemonModule from "../../lab/daemon";
import { TemporaryLab } from "./temporaryLab";

describe("a daemon of the lab", () => {
  const lab = new TemporaryLab();
  const daemons = lab.load<typeof daemonModule>("daemon.ts");
  const { daemonNames, daemonPid, recordDaemon, startDaemon, stopDaemon } = daemons;
  const log = (name: string) => readFileSync(join(lab.state, "logs", `${name}.log`), "utf8");

  after(() => lab.remove());

  it("runs until it is stopped", async () => {
    startDaemon("sleeper", ["sleep", "60"]);
    const pid = daemonPid("sleeper");
    assert.ok(pid !== undefined && isRunning(pid));
    assert.deepEqual(daemonNames(), ["sleeper"]);
    await stopDaemon("sleeper");
    assert.ok(!isRunning(pid));
    assert.deepEqual(daemonNames(), []);
  });

  it("is killed when it does not heed the signal", async () => {
    startDaemon("stubborn", ["sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done"]);
    const pid = daemonPid("stubborn") ?? 0;
    await waitUntil("The trap was not set", 5, () => Promise.resolve(log("stubborn") !== ""));
    await stopDaemon("stubborn", "SIGTERM", 200);
    assert.ok(!isRunning(pid));
  });

  it("is told from a later process with the same number", async () => {
    recordDaemon("self", process.pid);
    assert.equal(daemonPid("self"), process.pid);
    const record = { pid: process.pid, started: "1" };
    writeFileSync(join(lab.state, "daemons/self.json"), JSON.stringify(record));
    assert.equal(daemonPid("self"), undefined);
    await stopDaemon("self");
  });

  it("sees nothing of the caller's environment", async () => {
    process.env["LAB_TEST_SECRET"] = "secret";
    try {
      startDaemon("printer", ["env"]);
    } finally {
      delete process.env["LAB_TEST_SECRET"];
    }
    await waitUntil("Nothing was printed", 5, () => Promise.resolve(log("printer") !== ""));
    const names = log("printer").match(/^\w+(?==)/gm);
    assert.deepEqual(names?.sort(), ["HOME", "LANG", "PATH"]);
  });

  it("is refused in one sentence when its program is missing", () => {
    assert.throws(() => startDaemon("ghost", ["no-such-program"]), /no-such-program was not found/);
    assert.equal(daemonPid("ghost"), undefined);
  });

  it("has its record where only the administrator looks", () => {
    assert.equal(statSync(lab.state).mode & 0o777, 0o700);
  });
});
