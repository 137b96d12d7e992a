import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { execa } from "execa";

import { hostEnvironment } from "./environment";
import { state } from "./paths";

/** What the lab has changed on the host itself. */
interface HostChanges {
  /** Boot of the host: the next one knows nothing of these changes. */
  boot: string;
  /** Command lines that take the changes back, in the order in which they were made. */
  undo: string[][];
}

const file = join(state, "host-changes.json");

/** Records how to take back a change of the host that has just been made. */
export function recordHostChange(...undo: string[]): void {
  mkdirSync(state, { recursive: true, mode: 0o700 });
  const changes: HostChanges = { boot: currentBoot(), undo: [...hostChanges(), undo] };
  writeFileSync(file, JSON.stringify(changes));
}

/** Command lines that take back what the lab has changed on the host since it was booted. */
export function hostChanges(): string[][] {
  if (!existsSync(file)) {
    return [];
  }
  const { boot, undo } = JSON.parse(readFileSync(file, "utf8")) as HostChanges;
  return boot === currentBoot() ? undo : [];
}

/** Takes all changes back, the last one first. What somebody else uses meanwhile stays as it is. */
export async function undoHostChanges(): Promise<void> {
  for (const [program = "", ...args] of hostChanges().reverse()) {
    await execa(program, args, { env: hostEnvironment, reject: false });
  }
}

function currentBoot(): string {
  return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
}
