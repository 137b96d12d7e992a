import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { hostname } from "node:os";

import { heldProblem } from "../../../ops/deploy/lease.js";

const now = Date.parse("2030-01-01T12:00:00Z");
const held = (holderIdentity: string, secondsAgo: number) =>
  heldProblem(
    {
      metadata: {},
      spec: {
        holderIdentity,
        leaseDurationSeconds: 30,
        renewTime: new Date(now - secondsAgo * 1000).toISOString(),
      },
    },
    now,
  );

describe("the Lease of a stack", () => {
  it("is left to another machine that has renewed it lately", () => {
    assert.equal(
      held("other/12", 29),
      "Process 12 on other is at work on this stack: wait until it has ended, or, if it was killed there, 30 s.",
    );
  });

  it("is taken over from another machine that has not renewed it in time", () => {
    assert.equal(held("other/12", 31), undefined);
  });

  it("is left to a process of this machine that runs", () => {
    assert.match(held(`${hostname()}/${process.pid}`, 1) ?? "", /is at work on this stack/);
  });

  it("is taken over at once from a process of this machine that was killed", () => {
    const { pid } = spawnSync("true");
    assert.equal(held(`${hostname()}/${pid}`, 1), undefined);
  });
});
