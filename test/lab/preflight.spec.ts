import assert from "node:assert/strict";

import { isListening, type Machine, obstacles } from "../../lab/preflight";

const good: Machine = {
  platform: "linux",
  isRoot: true,
  hasProgram: () => true,
  hasCgroups: true,
  missingModules: [],
  unavailableModules: [],
  nodes: 3,
  cache: "/var/cache/glance-lab",
  fileSystemType: 0xef53,
  freeBytes: 20e9,
  isCold: true,
  hasExecutables: true,
  goInstallation: "apt-get install golang-go",
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
    [
      "a missing tool",
      { hasProgram: (name) => name !== "nsenter" },
      /\(nsenter\): 'apt-get install util-linux'/,
    ],
    ["a system without apt", { hasProgram: (name) => name !== "apt-get" }, /on Debian or Ubuntu/],
    [
      "a missing or old compiler",
      { hasExecutables: false },
      /Go 1\.21 or newer: 'apt-get install golang-go'/,
    ],
    ["a port that is taken", { isPortFree: false }, /port 16443 .*'ss -ltnp sport = :16443'/],
    ["no control groups", { hasCgroups: false }, /'systemd\.unified_cgroup_hierarchy=1'/],
    [
      "a module that is not there",
      { unavailableModules: ["overlay"] },
      /'modprobe overlay' does not find it/,
    ],
    ["a lab without nodes", { nodes: 0 }, /'unset GLANCE_LAB_NODES'/],
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

  it("asks for modprobe only where a module is not loaded", () => {
    const hasProgram = (name: string) => name !== "modprobe";
    assert.deepEqual(obstacles({ ...good, hasProgram }), []);
    const missing = ["overlay"];
    const without = { ...good, hasProgram, missingModules: missing, unavailableModules: missing };
    assert.deepEqual(obstacles(without), [
      "The lab runs programs that are missing (modprobe): 'apt-get install kmod'.",
    ]);
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

  it("tells everything at once, with one command for all packages", () => {
    const found = obstacles({
      ...good,
      isRoot: false,
      hasProgram: (name) => !["nsenter", "unshare", "perl"].includes(name),
      unavailableModules: ["overlay", "br_netfilter"],
    });
    assert.equal(found.length, 4);
    assert.match(found.join("\n"), /'apt-get install util-linux perl'/);
  });
});
