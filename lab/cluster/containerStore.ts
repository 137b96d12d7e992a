import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";

import { execa } from "execa";

import { hostEnvironment } from "../environment";
import { built } from "../paths";
import { enterRootfs } from "../rootfs/enterRootfs";
import { fingerprint, isCurrent, readStamp, removeStamp, writeStamp } from "../stamp";

/** Imports every archive in /mnt into the store in /srv, with a containerd that serves nobody else. */
const importScript = `set -e
mount -t tmpfs tmpfs /run
containerd --root /srv & containerd=$!
until ctr version >/dev/null 2>&1; do kill -0 "$containerd"; sleep 0.1; done
for archive in /mnt/*.tar; do ctr --namespace k8s.io images import "$archive"; done
kill "$containerd"
wait "$containerd"`;

/** Gives the copy databases of its own; everything else in a store is never changed in place. */
const copyScript = `set -e
cp -a --link "$1/." "$2"
find "$2" -name '*.db' | while read -r database; do
  cp -a "$database" "$database.copy"
  mv "$database.copy" "$database"
done`;

/**
 * Imports the archives in `<cache>/images` into `<cache>/containerd`, unless they are the ones that
 * are in it. `root` is the root file system of the nodes. Once here instead of once in each node.
 */
export async function fillContainerStore(root: string): Promise<void> {
  const stamp = fingerprint(await archives());
  if (isCurrent(built.containerd, stamp)) {
    return;
  }
  const unfinished = `${built.containerd}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished);
  const log = join(built.logs, "containerd.log");
  const binds = [
    { source: "/dev", target: "/dev" },
    { source: built.images, target: "/mnt" },
    { source: unfinished, target: "/srv" },
  ];
  const command = enterRootfs(root, ["sh", "-c", importScript], binds);
  const output = { file: log, append: true };
  const processes = ["--pid", "--fork", "--kill-child"];
  const { failed } = await execa("unshare", [...processes, ...command], {
    stdout: output,
    stderr: output,
    env: hostEnvironment,
    extendEnv: false,
    killSignal: "SIGKILL",
    reject: false,
  });
  if (failed) {
    throw new Error(`The images could not be imported; the log of containerd is ${log}.`);
  }
  removeStamp(built.containerd);
  await rm(built.containerd, { recursive: true, force: true });
  await rename(unfinished, built.containerd);
  writeStamp(built.containerd, stamp);
}

/** Gives a node all images, unless it has its store already. Files are shared by hard links. */
export async function copyContainerStore(folder: string): Promise<void> {
  if (existsSync(folder)) {
    return;
  }
  const unfinished = `${folder}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  await execa("sh", ["-c", copyScript, "copy", built.containerd, unfinished]);
  await rename(unfinished, folder);
}

/** Names of the archives, and what they were made from. */
async function archives(): Promise<unknown[]> {
  const files = (await readdir(built.images)).filter((file) => file.endsWith(".tar")).sort();
  return files.map((file) => [file, readStamp(join(built.images, file))]);
}
