import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type * as cgroupsModule from "../../lab/cluster/cgroups";
import type * as hostChangesModule from "../../lab/hostChanges";
import { findCgroups, insideCgroup, kubeletCgroup } from "../../lab/cluster/cgroups";
import { TemporaryLab } from "./temporaryLab";

describe("the control groups of a host", () => {
  const hierarchy = (names: string) =>
    `32 31 0:29 / /sys/fs/cgroup/${names} rw,relatime - cgroup cgroup rw,${names}\n`;
  const version1 = ["cpu,cpuacct", "cpuset", "memory", "pids"].map(hierarchy).join("");
  const unified = (root: string) => `41 31 0:38 / ${root} rw,relatime - cgroup2 cgroup2 rw\n`;
  const all = "cpuset cpu io memory hugetlb pids rdma misc\n";

  it("are those of version 2 where it has the controllers of a node", () => {
    assert.deepEqual(
      findCgroups(unified("/sys/fs/cgroup"), () => all),
      { version: 2, roots: ["/sys/fs/cgroup"] },
    );
    assert.equal(
      findCgroups(unified("/sys/fs/cgroup"), () => "cpu io memory\n"),
      undefined,
    );
    assert.equal(findCgroups(version1 + unified("/sys/fs/cgroup/unified"), () => all)?.version, 2);
  });

  it("are those of version 1 where version 2 is there without controllers", () => {
    const found = findCgroups(version1 + unified("/sys/fs/cgroup/unified"), () => "hugetlb\n");
    assert.equal(found?.version, 1);
    assert.deepEqual(found.roots, [
      "/sys/fs/cgroup/cpu,cpuacct",
      "/sys/fs/cgroup/cpuset",
      "/sys/fs/cgroup/memory",
      "/sys/fs/cgroup/pids",
      "/sys/fs/cgroup/unified",
    ]);
  });

  it("are counted where they are mounted, not where folders are", () => {
    const noControllers = () => "";
    assert.equal(findCgroups(version1.replace(hierarchy("pids"), ""), noControllers), undefined);
    const elsewhere = version1.replaceAll("/sys/fs/cgroup/", "/srv/cgroup/");
    assert.equal(findCgroups(elsewhere, noControllers), undefined);
  });
});

describe("the control group of a node", () => {
  const host = { version: 2 as const, roots: ["/sys/fs/cgroup"] };

  it("is the root of a namespace with version 2, and has the node's own processes in a leaf", () => {
    const folder = "/sys/fs/cgroup/glance-lab/n1";
    const command = insideCgroup("n1", ["true"], host);
    assert.deepEqual(
      command.filter((word) => !word.includes(" ")),
      ["sh", "-c", folder, "unshare", "--cgroup", "sh", "-c", `${folder}/init`, "true"],
    );
    assert.equal(kubeletCgroup("n1", 2), "/");
  });

  it("moves nothing but the process that becomes the node", () => {
    const writes = insideCgroup("n1", ["true"], host).filter((word) =>
      word.includes("cgroup.procs"),
    );
    assert.equal(writes.length, 2);
    assert.ok(writes.every((word) => word.startsWith("echo 0 >")));
  });

  it("is a path of every hierarchy with version 1", () => {
    assert.deepEqual(insideCgroup("n1", ["true"], { version: 1, roots: [] }), ["true"]);
    assert.equal(kubeletCgroup("n1", 1), "/glance-lab/n1");
  });
});

describe("the control groups of the lab", () => {
  let lab: TemporaryLab;
  let root: string;
  let cgroups: typeof cgroupsModule;
  let changes: typeof hostChangesModule;
  const read = (...path: string[]) => readFileSync(join(root, ...path), "utf8");

  beforeEach(() => {
    lab = new TemporaryLab();
    root = mkdtempSync(join(tmpdir(), "cgroup-"));
    cgroups = lab.load("cluster/cgroups.ts");
    changes = lab.load("hostChanges.ts");
  });
  afterEach(() => {
    lab.remove();
    rmSync(root, { recursive: true });
  });

  it("hand controllers down with version 2, and take back what they changed for that on the host", async () => {
    for (const folder of ["", "glance-lab"]) {
      mkdirSync(join(root, folder), { recursive: true });
      writeFileSync(join(root, folder, "cgroup.controllers"), "cpuset cpu memory pids misc\n");
      writeFileSync(join(root, folder, "cgroup.subtree_control"), "cpu memory\n");
    }
    cgroups.makeCgroups("n1", { version: 2, roots: [root] });
    assert.equal(read("cgroup.subtree_control"), "+cpuset +pids");
    assert.equal(read("glance-lab/cgroup.subtree_control"), "+cpuset +pids");
    assert.deepEqual(readdirSync(join(root, "glance-lab/n1")), ["init"]);
    assert.equal(changes.hostChanges().length, 1);
    await changes.undoHostChanges();
    assert.equal(read("cgroup.subtree_control"), "-cpuset -pids\n");
  });

  it("inherit processors and memory with version 1", () => {
    writeFileSync(join(root, "cpuset.cpus"), "0-1\n");
    writeFileSync(join(root, "cpuset.mems"), "0\n");
    cgroups.makeCgroups("n1", { version: 1, roots: [root] });
    assert.equal(read("glance-lab/n1/cpuset.cpus"), "0-1\n");
    assert.equal(read("glance-lab/n1/cpuset.mems"), "0\n");
    assert.deepEqual(changes.hostChanges(), []);
  });
});
