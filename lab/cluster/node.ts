import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { daemonPid, isRunning, startDaemon, stopDaemon } from "../daemon";
import { built, state } from "../paths";
import { childrenOf } from "../processes";
import { insideNetwork, nodeName } from "../topology";
import { waitUntil } from "../wait";
import { cgroupHost, insideCgroup, makeCgroups } from "./cgroups";
import { copyContainerStore } from "./containerStore";
import { certificateFolder, kubeconfigOf } from "./kubeadm";
import { nodeConfig } from "./nodeConfig";

/** Folders on a node's disk for local volumes; inside the node they are below /mnt/openstack. */
export const diskFolders: readonly string[] = Array.from({ length: 8 }, (_, i) => `pv0${i + 1}`);

/** Name of the record of a node's process. */
export function nodeDaemon(node: number): string {
  return `node-${nodeName(node)}`;
}

/** Command line of a node: one process tree, gone with its mounts when `unshare` is killed. */
export function nodeCommand(node: number, root: string, host = cgroupHost()): string[] {
  const namespaces = ["--mount", "--pid", "--uts", "--ipc", "--fork", "--kill-child"];
  const script = join(__dirname, "node-rootfs.sh");
  const facts = [nodeName(node), root, built.bin, nodeFolder(node), String(host?.version)];
  const command = ["unshare", ...namespaces, "--mount-proc", "/bin/sh", script, ...facts];
  return insideCgroup(nodeName(node), [...insideNetwork(nodeName(node)), ...command], host);
}

/** Boots a node that does not run, on the disks that it had before. `root` is its shared root file system. */
export async function startNode(node: number, root: string): Promise<void> {
  if (daemonPid(nodeDaemon(node)) === undefined) {
    writeConfig(node);
    makeCgroups(nodeName(node));
    await copyContainerStore(join(nodeFolder(node), "containerd"));
    startDaemon(nodeDaemon(node), nodeCommand(node, root));
  }
}

/** Pulls the plug of a node, and waits until every process and every mount of it is gone. */
export async function stopNode(node: number): Promise<void> {
  const pid = daemonPid(nodeDaemon(node));
  const children = pid === undefined ? [] : childrenOf(pid);
  await stopDaemon(nodeDaemon(node), "SIGKILL");
  // Process 1 of the node outlives `unshare` until the kernel has ended all others.
  await waitUntil(`The node ${nodeName(node)} was not gone`, 60, () =>
    Promise.resolve(!children.some(isRunning)),
  );
}

function nodeFolder(node: number): string {
  return join(state, "nodes", nodeName(node));
}

function writeConfig(node: number): void {
  const folder = join(nodeFolder(node), "config");
  for (const [file, text] of Object.entries(nodeConfig(node))) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const copies = {
    "ca.crt": join(certificateFolder, "ca.crt"),
    "kubelet.kubeconfig": kubeconfigOf(nodeName(node)),
    "proxy.kubeconfig": kubeconfigOf("proxy"),
    "csi.kubeconfig": kubeconfigOf("csi"),
  };
  for (const [file, source] of Object.entries(copies)) {
    copyFileSync(source, join(folder, file));
    chmodSync(join(folder, file), 0o600);
  }
  for (const disk of diskFolders) {
    mkdirSync(join(nodeFolder(node), "disks", disk), { recursive: true });
  }
}
