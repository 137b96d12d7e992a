import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { stopDaemon } from "../daemon";
import { dataDirectory } from "./rootfs";

/**
 * Fills the data directory of a service once. After an attempt that failed half-way the next one
 * begins with an empty directory, and without the daemons that the failed one has started.
 */
export async function initialize(
  service: string,
  daemons: readonly string[],
  fill: (directory: string) => Promise<void>,
): Promise<void> {
  const directory = dataDirectory(service);
  const complete = join(directory, ".complete");
  if (existsSync(complete)) {
    return;
  }
  await Promise.all(daemons.map((daemon) => stopDaemon(daemon)));
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  await fill(directory);
  writeFileSync(complete, "");
}
