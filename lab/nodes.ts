import { nodeRootfs } from "./cluster";
import { cutNode, isJoined, joinNode, routeServices } from "./cluster/network";
import { nodeDaemon, startNode, stopNode } from "./cluster/node";
import { waitForNode } from "./cluster/ready";
import { daemonPid } from "./daemon";
import { runPhases } from "./tasks";
import { nodeName, nodeNumbers } from "./topology";

/** What can happen to a node. */
export const nodeActions = ["stop", "start", "cut", "join"] as const;
export type NodeAction = (typeof nodeActions)[number];

/** Reads the number of a node, or its name: "2" and "n2" are the same. */
export function parseNode(text: string): number {
  const number = nodeNumbers.find((node) => text === String(node) || text === nodeName(node));
  if (number === undefined) {
    throw new Error(`There is no node '${text}': the nodes are ${nodeNumbers.join(", ")}.`);
  }
  return number;
}

/** Stops a node at once, starts it again, or pulls and plugs its network cable. */
export async function changeNode(action: NodeAction, node: number): Promise<void> {
  if (daemonPid("kube-apiserver") === undefined) {
    throw new Error("The lab does not run: start it with 'up'.");
  }
  const titles: Record<NodeAction, string> = {
    stop: `Node ${nodeName(node)} loses its power`,
    start: `Node ${nodeName(node)} boots until it is ready`,
    cut: `Node ${nodeName(node)} loses its network`,
    join: `Node ${nodeName(node)} gets its network back until it is ready`,
  };
  await runPhases([{ title: titles[action], task: () => actions[action](node) }]);
}

const actions: Record<NodeAction, (node: number) => Promise<void>> = {
  stop: async (node) => {
    await stopNode(node);
    await leadServicesAround(node);
  },
  start: async (node) => {
    const since = new Date();
    await startNode(node, await nodeRootfs());
    await waitForNode(nodeName(node), since);
  },
  cut: async (node) => {
    await cutNode(node);
    await leadServicesAround(node);
  },
  join: async (node) => {
    const since = new Date();
    await joinNode(node);
    await waitForNode(nodeName(node), since);
  },
};

/** The control plane's namespace reaches Services through one node, which must not be this one. */
async function leadServicesAround(node: number): Promise<void> {
  for (const other of nodeNumbers) {
    if (other !== node && daemonPid(nodeDaemon(other)) !== undefined && (await isJoined(other))) {
      await routeServices(other);
      return;
    }
  }
}
