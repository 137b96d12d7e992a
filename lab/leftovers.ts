import { existsSync, readFileSync } from "node:fs";
import { sep } from "node:path";

import { cgroupFolders } from "./cluster/cgroups";
import { namespaces } from "./cluster/network";
import { hostChanges } from "./hostChanges";
import { cache, state } from "./paths";
import { labProcesses } from "./processes";

/** Everything of a lab that is still there, one entry each; empty after `down`. */
export function leftovers(): string[] {
  return [
    ...labProcesses(namespaces()).map(({ pid, name }) => `process ${pid} (${name})`),
    ...labMounts().map((mount) => `mount ${mount}`),
    ...namespaces().map((name) => `network namespace ${name}`),
    ...cgroupFolders().map((folder) => `cgroup ${folder}`),
    ...hostChanges().map((undo) => `change that '${undo.join(" ")}' takes back`),
    ...(existsSync(state) ? [`folder ${state}`] : []),
  ];
}

/** Mount points below the lab's folder, deepest first. */
export function labMounts(): string[] {
  return mountPointsBelow(readFileSync("/proc/self/mountinfo", "utf8"), cache);
}

/** Mount points below a folder in the text of /proc/PID/mountinfo, in the order in which to unmount them. */
export function mountPointsBelow(mountinfo: string, folder: string): string[] {
  return mountinfo
    .split("\n")
    .map((line) => line.split(" ")[4] ?? "")
    .filter((mountPoint) => mountPoint.startsWith(folder + sep))
    .reverse();
}
