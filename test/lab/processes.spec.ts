import assert from "node:assert/strict";
import { spawn } from "node:child_process";

import { childrenOf, processName } from "../../lab/processes";

describe("processes", () => {
  it("have children, which have a name while they run", async () => {
    const child = spawn("sleep", ["60"]);
    const pid = child.pid ?? 0;
    assert.ok(childrenOf(process.pid).includes(pid));
    assert.deepEqual(childrenOf(pid), []);
    assert.equal(processName(pid), "sleep");

    const ended = new Promise((resolve) => child.once("close", resolve));
    child.kill();
    await ended;
    assert.ok(!childrenOf(process.pid).includes(pid));
    assert.equal(processName(pid), "");
  });
});
