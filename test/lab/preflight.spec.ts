import assert from "node:assert/strict";

import { hasHierarchies } from "../../lab/cluster/cgroups";
import { isListening, type Machine, obstacles } from "../../lab/preflight";

const good: Machine = {
  platform: "linux",
  isRoot: true,
  hasProgram: () => true,
  hasCgroupControllers: true,
  hasBridgeNetfilter: true,
  hasOverlay: true,
  cache: "/var/cache/glance-lab",
  fileSystemType: 0xef53,
  freeBytes: 20e9,
  isCold: true,
  hasExecutables: true,
  isPortFree: true,
};

describe("lab preflight", () => {
  it("accepts a machine that has everything", () => {
    assert.deepEqual(obstacles(good), []);
    assert.deepEqual(obstacles({ ...good, fileSystemType: 0x58465342 }), []);
  });

  const refusals: [string, Partial<Machine>, RegExp][] = [
    ["another system than Linux", { platform: "darwin" }, /needs Linux/],
    ["a user who is not root", { isRoot: false }, /run it as root/],
    ["a missing tool", { hasProgram: (name) => name !== "nsenter" }, /'nsenter'.*util-linux/],
    ["a missing downloader", { hasProgram: (name) => name !== "wget" }, /'wget'/],
    ["a missing or old compiler", { hasExecutables: false }, /Go 1\.26 or newer: install it/],
    ["a port that is taken", { isPortFree: false }, /port 16443 .* end it/],
    ["cgroup version 2 alone", { hasCgroupControllers: false }, /cgroup version 1/],
    ["no bridge filter", { hasBridgeNetfilter: false }, /modprobe br_netfilter/],
    ["no overlay mounts", { hasOverlay: false }, /modprobe overlay/],
    ["a cache in memory", { fileSystemType: 0x01021994 }, /ext4 or xfs/],
    ["a cache with a blank in its name", { cache: "/my cache" }, /GLANCE_LAB_CACHE/],
    ["a cache with too long a name", { cache: `/${"x".repeat(93)}` }, /GLANCE_LAB_CACHE/],
    ["a full disk", { freeBytes: 3.9e9 }, /has 3 GB of free disk, and the lab needs 15 GB/],
  ];
  for (const [what, change, sentence] of refusals) {
    it(`refuses ${what} in one sentence`, () => {
      const found = obstacles({ ...good, ...change });
      assert.equal(found.length, 1);
      assert.match(found[0] ?? "", sentence);
      assert.match(found[0] ?? "", /^The [^\n]*\.$/);
    });
  }

  it("accepts the longest name that leaves room for a socket", () => {
    assert.deepEqual(obstacles({ ...good, cache: `/${"x".repeat(91)}` }), []);
    assert.equal(obstacles({ ...good, cache: `/${"x".repeat(92)}` }).length, 1);
  });

  it("needs less disk when everything is built", () => {
    assert.deepEqual(obstacles({ ...good, isCold: false, freeBytes: 6e9 }), []);
    assert.equal(obstacles({ ...good, isCold: true, freeBytes: 6e9 }).length, 1);
  });

  it("finds a listener on a port, and takes no connection for one", () => {
    const line = (address: string, state: string) =>
      `   0: ${address} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000  0 0 1 1\n`;
    assert.ok(isListening(line("0100007F:403B", "0A"), 16443));
    assert.ok(isListening(line("00000000:403B", "0A"), 16443));
    assert.ok(!isListening(line("0100007F:403B", "01"), 16443));
    assert.ok(!isListening(line("0100007F:403C", "0A"), 16443));
  });

  it("counts the controllers that are mounted, not the folders that there are", () => {
    const mount = (names: string) =>
      `32 31 0:29 / /sys/fs/cgroup/${names} rw,relatime - cgroup cgroup rw,${names}\n`;
    const all = mount("cpu,cpuacct") + mount("cpuset") + mount("memory") + mount("pids");
    assert.ok(hasHierarchies(all));
    assert.ok(!hasHierarchies(all.replace(mount("pids"), "")));
    assert.ok(!hasHierarchies("32 31 0:29 / /sys/fs/cgroup rw,relatime - cgroup2 cgroup2 rw\n"));
  });
});
