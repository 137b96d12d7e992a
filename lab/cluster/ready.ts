import { join } from "node:path";

import { state } from "../paths";
import { nodeNames } from "../topology";
import { waitUntil } from "../wait";
import { kubectl } from "./kubectl";

/** What the API server knows about a node. */
export interface Readiness {
  ready: boolean;
  /** When the kubelet last reported; a node that has lost its power stays ready for 20 seconds. */
  heartbeat: Date;
}

/** Waits until the API server answers. */
export async function waitForApi(): Promise<void> {
  await waitUntil(`The API server was not ready (see ${log("kube-apiserver")})`, 120, async () => {
    return (await kubectl(["get", "--raw=/readyz"])) === "ok";
  });
}

/** Waits until all nodes have reported after `since` that they are ready, and the first pod can be made. */
export async function waitForCluster(since: Date): Promise<void> {
  await Promise.all(nodeNames.map((name) => waitForNode(name, since)));
  await waitUntil("The default ServiceAccount was not there", 60, async () => {
    return (await kubectl(["get", "serviceaccount", "default", "--output=name"])) !== "";
  });
}

/** Waits until a node has reported after `since` that it is ready. */
export async function waitForNode(name: string, since: Date): Promise<void> {
  await waitUntil(`The node ${name} was not ready (see ${log(`node-${name}`)})`, 120, async () => {
    const node = (await nodeReadiness())[name];
    return node !== undefined && node.ready && node.heartbeat >= since;
  });
}

/** Asks the API server about all registered nodes. */
export async function nodeReadiness(): Promise<Record<string, Readiness>> {
  const condition = '.status.conditions[?(@.type=="Ready")]';
  const columns = `{.metadata.name} {${condition}.status} {${condition}.lastHeartbeatTime}`;
  return parseReadiness(
    await kubectl(["get", "nodes", `--output=jsonpath={range .items[*]}${columns}{"\\n"}{end}`]),
  );
}

/** Reads lines of a name, a status and a time. */
export function parseReadiness(lines: string): Record<string, Readiness> {
  return Object.fromEntries(
    lines
      .split("\n")
      .map((line) => line.split(" "))
      .filter((fields) => fields.length === 3)
      .map(([name = "", status = "", heartbeat = ""]) => [
        name,
        { ready: status === "True", heartbeat: new Date(heartbeat) },
      ]),
  );
}

function log(name: string): string {
  return join(state, "logs", `${name}.log`);
}
