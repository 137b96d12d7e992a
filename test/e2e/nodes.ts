import { execa } from "execa";

import { nodeDaemon } from "../../lab/cluster/node";
import { daemonPid } from "../../lab/daemon";
import { childrenOf } from "../../lab/processes";
import { networkNamespace, nodeAddress, nodeName, nodePodRange } from "../../lab/topology";
import { kube, podsReady } from "./faults/support";

/** Runs a command on a node. */
export async function inNode(node: number, ...command: readonly string[]): Promise<void> {
  const [shell] = childrenOf(daemonPid(nodeDaemon(node)) ?? 0);
  const enter = ["--target", String(shell), "--mount", "--root", "--wd=/"];
  await execa("nsenter", [...enter, ...command]);
}

/** Loses all packets between the pods of two nodes. */
export async function separateNodes(one: number, other: number): Promise<void> {
  await routePods(one, "blackhole", nodePodRange(other));
  await routePods(other, "blackhole", nodePodRange(one));
}

/** Takes separateNodes back. */
export async function connectNodes(one: number, other: number): Promise<void> {
  await routePods(one, nodePodRange(other), "via", nodeAddress(other));
  await routePods(other, nodePodRange(one), "via", nodeAddress(one));
}

async function routePods(node: number, ...route: readonly string[]): Promise<void> {
  await execa("ip", ["-n", networkNamespace(nodeName(node)), "route", "replace", ...route]);
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
