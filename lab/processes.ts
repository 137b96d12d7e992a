import { readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { setTimeout } from "node:timers/promises";

import { built } from "./paths";

/** A running process. */
export interface RunningProcess {
  pid: number;
  /** Short name, at most 15 characters. */
  name: string;
}

/**
 * Processes that belong to the lab whether or not they were recorded: those in one of these network
 * namespaces, those in one of its root file systems, and those that run one of its executables.
 */
export function labProcesses(namespaces: readonly string[]): RunningProcess[] {
  const networks = new Set(
    namespaces.map((name) => `net:[${statSync(join("/run/netns", name)).ino}]`),
  );
  const isOurs = (pid: number): boolean =>
    networks.has(link(pid, "ns/net")) ||
    isBelow(link(pid, "root"), built.rootfs) ||
    isBelow(link(pid, "exe"), built.bin);
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => pid !== process.pid && isOurs(pid))
    .map((pid) => ({ pid, name: processName(pid) }));
}

/** Kills what `labProcesses` finds, and waits until it is gone. */
export async function killLabProcesses(namespaces: readonly string[]): Promise<void> {
  const find = () => labProcesses(namespaces);
  for (let running = find(); running.length > 0; running = find()) {
    for (const { pid } of running) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It has ended meanwhile.
      }
    }
    await setTimeout(50);
  }
}

/** The children of all threads of a process. */
export function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8")
      .split(" ")
      .filter((child) => child !== "")
      .map(Number),
  );
}

/** Short name of a process, at most 15 characters; empty when it is gone. */
export function processName(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    return "";
  }
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder + sep);
}

/** Empty for a process that is gone, for a zombie and for a thread of the kernel. */
function link(pid: number, name: string): string {
  try {
    return readlinkSync(`/proc/${pid}/${name}`);
  } catch {
    return "";
  }
}
