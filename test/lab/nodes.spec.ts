import assert from "node:assert/strict";

import { parseReadiness } from "../../lab/cluster/ready";
import { nodeCommand } from "../../lab/cluster/node";
import { parseNode } from "../../lab/nodes";

describe("lab nodes", () => {
  it("are named by number or name", () => {
    assert.equal(parseNode("2"), 2);
    assert.equal(parseNode("n3"), 3);
  });

  it("are refused when they do not exist, with those that do", () => {
    for (const text of ["0", "4", "n", "1.0", "", "kc"]) {
      assert.throws(() => parseNode(text), {
        message: `There is no node '${text}': the nodes are 1, 2, 3.`,
      });
    }
  });

  it("are one process tree that ends as a whole", () => {
    const command = nodeCommand(2, "/rootfs/node", { version: 1, roots: [] });
    assert.deepEqual(command.slice(0, 3), ["nsenter", "--net=/run/netns/glance-lab-n2", "unshare"]);
    assert.ok(command.includes("--kill-child"));
    assert.ok(command.includes("--pid"));
  });

  it("are ready when the API server says so, with the time of the report", () => {
    const lines = "n1 True 2026-01-01T00:00:00Z\nn2 Unknown 2026-01-01T00:00:01Z\n";
    assert.deepEqual(parseReadiness(lines), {
      n1: { ready: true, heartbeat: new Date("2026-01-01T00:00:00Z") },
      n2: { ready: false, heartbeat: new Date("2026-01-01T00:00:01Z") },
    });
    assert.deepEqual(parseReadiness(""), {});
  });
});
