import { readdirSync, readFileSync } from "node:fs";

import { daemonPid } from "../../../lab/daemon.js";
import { nodeDaemon } from "../../../lab/cluster/node.js";

/** Kills a daemon of a node; the node starts it again. */
export function endInNode(node: number, program: string): void {
  const root = daemonPid(nodeDaemon(node));
  const pids = root === undefined ? [] : descendants(root).filter((pid) => name(pid) === program);
  if (pids.length === 0) {
    throw new Error(`No ${program} runs on node ${node}.`);
  }
  pids.forEach((pid) => process.kill(pid, "SIGKILL"));
}

/** All processes below one, the nearest first. */
export function descendants(pid: number): number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8")
      .split(" ")
      .filter((child) => child !== "")
      .map(Number),
  );
  return [...children, ...children.flatMap(descendants)];
}

function name(pid: number): string {
  return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
}
