import assert from "node:assert/strict";

import { mountPointsBelow } from "../../lab/leftovers";

describe("lab leftovers", () => {
  const mountinfo = [
    "21 1 8:1 / / rw - ext4 /dev/sda1 rw",
    "30 21 0:25 / /cache/glance-lab/rootfs/node rw - overlay overlay rw",
    "31 30 0:26 / /cache/glance-lab/rootfs/node/proc rw - proc proc rw",
    "32 21 0:27 / /cache/glance-laboratory rw - tmpfs tmpfs rw",
    "",
  ].join("\n");

  it("lists mounts below the lab's folder, the innermost first", () => {
    assert.deepEqual(mountPointsBelow(mountinfo, "/cache/glance-lab"), [
      "/cache/glance-lab/rootfs/node/proc",
      "/cache/glance-lab/rootfs/node",
    ]);
  });

  it("lists no mount of anybody else", () => {
    assert.deepEqual(mountPointsBelow(mountinfo, "/cache/other"), []);
  });
});
