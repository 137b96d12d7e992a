import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

import { recordHostChange } from "../hostChanges";

/** Where the host offers control groups to the lab. */
export interface CgroupHost {
  version: 1 | 2;
  /** The root of the one hierarchy of version 2, or the roots of all hierarchies of version 1. */
  roots: string[];
}

/** Folder of the lab in every hierarchy, with one folder per node in it. */
const subtree = "glance-lab";

/** Leaf of a node's cgroup for its own processes: one with subgroups may have none in version 2. */
const leaf = "init";

/** Controllers that the kubelet and the container runtime of a node cannot do without, by version. */
const required = {
  1: ["cpu", "cpuacct", "cpuset", "memory", "pids"],
  2: ["cpu", "memory", "pids"],
};

/** Controllers that a node gets where version 2 has them. */
const delegated = ["cpuset", "cpu", "io", "memory", "hugetlb", "pids"];

/** What this host offers; undefined when no version has all that a node needs. */
export function cgroupHost(): CgroupHost | undefined {
  const text = (file: string) => (existsSync(file) ? readFileSync(file, "utf8") : "");
  return findCgroups(text("/proc/self/mountinfo"), (root) =>
    text(join(root, "cgroup.controllers")),
  );
}

/**
 * Version 2 where it has the controllers of a node, else version 1. `mountinfo` is the text of /proc/PID/mountinfo,
 * and `controllersOf` gives the text of cgroup.controllers at a mount point of version 2.
 */
export function findCgroups(
  mountinfo: string,
  controllersOf: (root: string) => string,
): CgroupHost | undefined {
  const mounts = mountinfo
    .split("\n")
    .map((line) => line.split(" "))
    .map((fields) => ({ root: fields[4] ?? "", type: fields.at(-3), options: fields.at(-1) ?? "" }))
    .filter(({ root }) => `${root}/`.startsWith("/sys/fs/cgroup/"));
  const unified = mounts.find(
    ({ root, type }) =>
      type === "cgroup2" && hasAll(required[2], controllersOf(root).trim().split(" ")),
  );
  if (unified !== undefined) {
    return { version: 2, roots: [unified.root] };
  }
  // With version 1, the container runtime also uses a hierarchy of version 2 that has no controllers.
  const hierarchies = mounts.filter(({ type }) => type === "cgroup" || type === "cgroup2");
  const controllers = hierarchies.flatMap(({ options }) => options.split(","));
  return hasAll(required[1], controllers)
    ? { version: 1, roots: hierarchies.map(({ root }) => root) }
    : undefined;
}

function hasAll(wanted: readonly string[], found: readonly string[]): boolean {
  return wanted.every((controller) => found.includes(controller));
}

/** The kubelet's `cgroupRoot` on a node: with version 2 a cgroup namespace hides what is above it. */
export function kubeletCgroup(node: string, version = cgroupHost()?.version): string {
  return version === 2 ? "/" : `/${subtree}/${node}`;
}

/** Makes the cgroups of a node; nothing of an earlier boot stays in them. */
export function makeCgroups(node: string, host = cgroupHost()): void {
  // The kubelet waits for seconds at every container that only its cgroup is left of.
  removeCgroups(node, host);
  for (const root of host?.roots ?? []) {
    const ours = join(root, subtree);
    const nodes = join(ours, node);
    mkdirSync(nodes, { recursive: true });
    if (host?.version === 2) {
      delegate(root, true);
      delegate(ours, false);
      mkdirSync(join(nodes, leaf));
    } else {
      inheritCpuset(root, ours);
      inheritCpuset(ours, nodes);
    }
  }
}

/**
 * Command line that runs a command as a node's own process. With version 2 it is in a cgroup namespace whose root is
 * the node's cgroup, and in a leaf below that. Each step is the same process, so that no other is moved.
 */
export function insideCgroup(
  node: string,
  command: readonly string[],
  host = cgroupHost(),
): string[] {
  if (host?.version !== 2) {
    return [...command];
  }
  const root = join(host.roots[0] ?? "", subtree, node);
  const enter = (folder: string) => ["sh", "-c", 'echo 0 >"$0/cgroup.procs" && exec "$@"', folder];
  return [...enter(root), "unshare", "--cgroup", ...enter(join(root, leaf)), ...command];
}

/** The subtrees of the lab that exist, or of one node. */
export function cgroupFolders(node = "", host = cgroupHost()): string[] {
  const folders = host?.roots.map((root) => join(root, subtree, node)) ?? [];
  return folders.filter((folder) => existsSync(folder));
}

/** Removes the subtrees of the lab or of one node; no process may be left in them. */
export function removeCgroups(node = "", host = cgroupHost()): void {
  cgroupFolders(node, host).forEach(removeTree);
}

function removeTree(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) {
      removeTree(join(folder, entry.name));
    }
  }
  rmdirSync(folder);
}

/** Lets the cgroups below one have the controllers that it has itself. `isHosts` when it is not the lab's own. */
function delegate(folder: string, isHosts: boolean): void {
  const words = (file: string) => readFileSync(join(folder, file), "utf8").trim().split(" ");
  const control = join(folder, "cgroup.subtree_control");
  const has = words("cgroup.controllers");
  const handsDown = words("cgroup.subtree_control");
  const missing = delegated.filter((name) => has.includes(name) && !handsDown.includes(name));
  if (missing.length > 0) {
    writeFileSync(control, missing.map((name) => `+${name}`).join(" "));
    if (isHosts) {
      const undo = missing.map((name) => `-${name}`).join(" ");
      recordHostChange("sh", "-c", 'echo "$1" >"$0"', control, undo);
    }
  }
}

/** Nothing can be put into a new cpuset of version 1 before both are set. */
function inheritCpuset(parent: string, folder: string): void {
  for (const file of ["cpuset.cpus", "cpuset.mems"]) {
    if (existsSync(join(parent, file))) {
      writeFileSync(join(folder, file), readFileSync(join(parent, file)));
    }
  }
}
