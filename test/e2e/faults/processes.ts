import { daemonPid } from "../../../lab/daemon";
import { nodeDaemon } from "../../../lab/cluster/node";
import { childrenOf, processName } from "../../../lab/processes";

/** Kills a daemon of a node; the node starts it again. */
export function endInNode(node: number, program: string): void {
  const root = daemonPid(nodeDaemon(node));
  const pids =
    root === undefined ? [] : descendants(root).filter((pid) => processName(pid) === program);
  if (pids.length === 0) {
    throw new Error(`No ${program} runs on node ${node}.`);
  }
  pids.forEach((pid) => process.kill(pid, "SIGKILL"));
}

/** All processes below one, the nearest first. */
function descendants(pid: number): number[] {
  const children = childrenOf(pid);
  return [...children, ...children.flatMap(descendants)];
}
