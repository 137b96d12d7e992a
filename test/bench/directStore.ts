import { join } from "node:path";

import { execa } from "execa";

import { ensureRootfs } from "../../lab/rootfs";
import { enterRootfs } from "../../lab/rootfs/enterRootfs";
import { cephDirectory, cephPool } from "../../lab/services/cephConfig";
import { dataDirectory, inServices } from "../../lab/services/rootfs";
import { controlPlaneNamespace, insideNetwork } from "../../lab/topology";

const name = "measured-directly";
const target = `rbd:${cephPool}/${name}:id=admin:conf=${cephDirectory}/ceph.conf`;

/** Makes the root file system with the qemu-img that writes to Ceph; that of the Glance image does not. */
export function ensureQemu(): Promise<string> {
  const script = `mkdir -p ${cephDirectory} /disk`;
  return ensureRootfs("qemu", ["qemu-block-extra", "qemu-utils"], { script });
}

/** Converts a qcow2 of this machine straight into the lab's Ceph; returns the seconds that it takes. */
export async function storeDirectly(rootfs: string, folder: string, file: string): Promise<number> {
  const command = ["qemu-img", "convert", "-f", "qcow2", "-O", "raw", join("/disk", file), target];
  const binds = [
    { source: dataDirectory("ceph"), target: cephDirectory },
    { source: folder, target: "/disk" },
  ];
  const [program = "", ...args] = [
    ...insideNetwork(controlPlaneNamespace),
    ...enterRootfs(rootfs, command, binds),
  ];
  const started = performance.now();
  await execa(program, args);
  const seconds = (performance.now() - started) / 1000;
  await inServices(["rbd", "rm", "--no-progress", `${cephPool}/${name}`]);
  return seconds;
}
