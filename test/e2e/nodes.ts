import { execa } from "execa";

import { nodeDaemon } from "../../lab/cluster/node.js";
import { daemonPid } from "../../lab/daemon.js";
import { childrenOf } from "../../lab/processes.js";
import { nodeName } from "../../lab/topology.js";
import { kube, podsReady } from "./faults/support.js";

/** Runs a command on a node. */
export async function inNode(node: number, ...command: readonly string[]): Promise<void> {
  const [shell] = childrenOf(daemonPid(nodeDaemon(node)) ?? 0);
  const enter = ["--target", String(shell), "--mount", "--root", "--wd=/"];
  await execa("nsenter", [...enter, ...command]);
}

/** Mounts a tmpfs of so many MiB as the disk at a directory of a node. */
export function mountDisk(node: number, directory: string, mebibytes: number): Promise<void> {
  return inNode(node, "mount", "-t", "tmpfs", "-o", `size=${mebibytes}m`, "tmpfs", directory);
}

/**
 * Does something to the disks of a node while its pods are away: with them, the kernel would take a mount away again.
 * Waits until all pods are ready.
 */
export async function withoutPods(
  node: number,
  pods: readonly string[],
  work: () => Promise<void>,
): Promise<void> {
  await kube("cordon", nodeName(node));
  await kube("delete", "pod", ...pods);
  await work();
  await kube("uncordon", nodeName(node));
  await podsReady();
}
