import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { execa } from "execa";

import { built } from "../paths";
import { isCurrent, removeStamp, writeStamp } from "../stamp";

/**
 * Returns the directory of the root file system `name`, after filling it anew unless the last
 * complete build had the same `stamp`. An unfinished one is never seen under its name.
 */
export async function buildRoot(
  name: string,
  stamp: string,
  fill: (root: string, log: string) => Promise<void>,
): Promise<string> {
  const root = join(built.roots, name);
  if (isCurrent(root, stamp)) {
    return root;
  }
  // What the host's apt is told, and logs, may hold the password of a proxy.
  await mkdir(built.roots, { recursive: true, mode: 0o700 });
  await mkdir(built.logs, { recursive: true, mode: 0o700 });
  const log = join(built.logs, `root-${name}.log`);
  await writeFile(log, "");
  const unfinished = `${root}.new`;
  await removeTree(unfinished);
  await mkdir(unfinished);
  try {
    await execa("chmod", ["0755", unfinished]);
    await fill(unfinished, log);
    removeStamp(root);
    await removeTree(root);
    await rename(unfinished, root);
    writeStamp(root, stamp);
  } catch (error) {
    const [reason] = (error as Error).message.split("\n");
    throw new Error(`The root file system '${name}' could not be made (log: ${log}): ${reason}`, {
      cause: error,
    });
  } finally {
    await removeTree(unfinished);
  }
  return root;
}

async function removeTree(directory: string): Promise<void> {
  await execa("rm", ["-rf", "--one-file-system", directory]);
}
