import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { hostname } from "node:os";
import { mock } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { removeMembers } from "../../../ops/deploy/applySet";
import { withLease } from "../../../ops/deploy/lease";
import { heldProblem } from "../../../ops/deploy/leaseHolder";
import { removeStandIn } from "../../support/kubectl";
import { cluster } from "../../support/stack";
import { keepLease } from "../../support/leaseKubectl";

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

describe("a deployment with the Lease of its stack", () => {
  const applySet = { cluster, name: "glance-stack-dev", labels: {} };
  const ours = `${hostname()}/${process.pid}`;
  const long = "2020-01-01T00:00:00.000000Z";
  const other = { holder: "other/12", renewTime: long };
  const takenOver = {
    message:
      "Another deployment has taken over this stack while this one was paused: run it again when that one has ended.",
  };
  let lease: ReturnType<typeof keepLease>;

  beforeEach(() => {
    lease = keepLease();
  });
  afterEach(() => {
    mock.timers.reset();
    removeStandIn();
  });

  it("renews it before each of its steps, and deletes it at the end", async () => {
    await withLease(applySet, async (assertHeld) => {
      lease.write({ holder: ours, renewTime: long });
      await assertHeld();
      assert.equal(lease.read()?.holder, ours);
      assert.notEqual(lease.read()?.renewTime, long);
    });
    assert.equal(lease.read(), undefined);
  });

  it("renews it every 10 seconds during a step", async () => {
    mock.timers.enable({ apis: ["setInterval"] });
    await withLease(applySet, async () => {
      lease.write({ holder: ours, renewTime: long });
      mock.timers.tick(10_000);
      while (lease.read()?.renewTime === long) {
        await sleep(10);
      }
    });
  });

  it("deletes it even when its last renewal is still under way", async () => {
    mock.timers.enable({ apis: ["setInterval"] });
    await withLease(applySet, () => Promise.resolve(mock.timers.tick(10_000)));
    assert.equal(lease.read(), undefined);
  });

  it("stops before its next step when another one took over in a pause, and leaves that one its Lease", async () => {
    mock.timers.enable({ apis: ["setInterval"] });
    const work = withLease(applySet, async (assertHeld) => {
      lease.write(other);
      mock.timers.tick(10_000);
      await removeMembers(applySet, assertHeld);
    });
    await assert.rejects(work, takenOver);
    assert.deepEqual(lease.read(), other);
    assert.deepEqual(
      lease.calls().filter((call) => call.startsWith("delete")),
      [],
    );
  });

  it("stops when the one that took over has ended, too", async () => {
    const work = withLease(applySet, async (assertHeld) => {
      lease.remove();
      await assertHeld();
    });
    await assert.rejects(work, takenOver);
  });

  it("leaves the Lease to one that takes over while it is about to delete its own", async () => {
    await withLease(applySet, () => Promise.resolve(lease.writeBeforeNextChange(other)));
    assert.deepEqual(lease.read(), other);
  });

  it("goes on after a pause in which nobody took over", async () => {
    mock.timers.enable({ apis: ["Date"], now });
    await withLease(applySet, async (assertHeld) => {
      mock.timers.tick(60_000);
      await assertHeld();
      assert.equal(lease.read()?.renewTime, "2030-01-01T12:01:00.000000Z");
    });
  });

  it("goes on while the API server is away for less than 30 seconds after a renewal", async () => {
    mock.timers.enable({ apis: ["Date"], now });
    await withLease(applySet, async (assertHeld) => {
      mock.timers.tick(20_000);
      await assertHeld();
      lease.goAway();
      mock.timers.tick(30_000);
      await assertHeld();
    });
  });

  it("stops before its next step when it could not renew it for 30 seconds, and says why", async () => {
    mock.timers.enable({ apis: ["Date"], now });
    const work = withLease(applySet, async (assertHeld) => {
      lease.goAway();
      mock.timers.tick(30_001);
      await assertHeld();
    });
    await assert.rejects(work, {
      message:
        "The Lease of this stack could not be renewed before it expired, so another deployment may have taken " +
        "over: run this one again when the API server answers (The connection to the server was refused).",
    });
  });
});
