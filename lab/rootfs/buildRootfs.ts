import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { execa } from "execa";

import { built } from "../paths";
import { isCurrent, removeStamp, writeStamp } from "../stamp";

/**
 * Returns the directory of the root file system `name`, after filling it anew unless the last
 * complete build had the same `stamp`. An unfinished one is never seen under its name.
 */
export async function buildRootfs(
  name: string,
  stamp: string,
  fill: (rootfs: string, log: string) => Promise<void>,
): Promise<string> {
  const rootfs = join(built.rootfs, name);
  if (isCurrent(rootfs, stamp)) {
    return rootfs;
  }
  // What the host's apt is told, and logs, may hold the password of a proxy.
  await mkdir(built.rootfs, { recursive: true, mode: 0o700 });
  await mkdir(built.logs, { recursive: true, mode: 0o700 });
  const log = join(built.logs, `rootfs-${name}.log`);
  await writeFile(log, "");
  const unfinished = `${rootfs}.new`;
  await removeTree(unfinished);
  await mkdir(unfinished);
  try {
    await execa("chmod", ["0755", unfinished]);
    await fill(unfinished, log);
    removeStamp(rootfs);
    await removeTree(rootfs);
    await rename(unfinished, rootfs);
    writeStamp(rootfs, stamp);
  } catch (error) {
    const [reason] = (error as Error).message.split("\n");
    throw new Error(`The root file system '${name}' could not be made (log: ${log}): ${reason}`, {
      cause: error,
    });
  } finally {
    await removeTree(unfinished);
  }
  return rootfs;
}

async function removeTree(directory: string): Promise<void> {
  await execa("rm", ["-rf", "--one-file-system", directory]);
}
