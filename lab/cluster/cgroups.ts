import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

import { networkNamespace } from "../topology";

const root = "/sys/fs/cgroup";

/** Controllers that the kubelet and the container runtime of a node cannot do without. */
const required = ["cpu", "cpuacct", "cpuset", "memory", "pids"];

/** Whether the host has one hierarchy per controller (version 1), which the lab's nodes need. */
export function hasCgroupControllers(): boolean {
  return hasHierarchies(readFileSync("/proc/self/mountinfo", "utf8"));
}

/** Whether the text of /proc/PID/mountinfo has all needed controllers of version 1 below /sys/fs/cgroup. */
export function hasHierarchies(mountinfo: string): boolean {
  const mounted = mountinfo
    .split("\n")
    .map((line) => line.split(" "))
    .filter((fields) => fields[4]?.startsWith(`${root}/`) && fields.at(-3) === "cgroup")
    .flatMap((fields) => fields.at(-1)?.split(",") ?? []);
  return required.every((controller) => mounted.includes(controller));
}

/** Name of a node's subtree in every controller. */
export function cgroupName(node: string): string {
  return networkNamespace(node);
}

/** Makes a node's subtree in every controller; nothing of an earlier boot stays in it. */
export function makeCgroups(node: string): void {
  // The kubelet waits for seconds at every container that only its cgroup is left of.
  removeCgroups(node);
  for (const controller of controllers()) {
    const folder = join(controller, cgroupName(node));
    mkdirSync(folder, { recursive: true });
    // Nothing can be put into a new cpuset before both are set.
    for (const file of ["cpuset.cpus", "cpuset.mems"]) {
      const inherited = join(controller, file);
      if (existsSync(inherited)) {
        writeFileSync(join(folder, file), readFileSync(inherited));
      }
    }
  }
}

/** The subtrees of one node or of all that exist, in all controllers. */
export function cgroupFolders(node = ""): string[] {
  return controllers().flatMap((controller) =>
    readdirSync(controller)
      .filter((name) => name.startsWith(cgroupName(node)))
      .map((name) => join(controller, name)),
  );
}

/** Removes the subtrees of one node or of all; no process may be left in them. */
export function removeCgroups(node = ""): void {
  cgroupFolders(node).forEach(removeTree);
}

function removeTree(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) {
      removeTree(join(folder, entry.name));
    }
  }
  rmdirSync(folder);
}

/** Mount points of the controllers; combined ones have symbolic links as further names. */
function controllers(): string[] {
  return hasCgroupControllers()
    ? readdirSync(root)
        .map((name) => join(root, name))
        .filter((path) => lstatSync(path).isDirectory())
    : [];
}
