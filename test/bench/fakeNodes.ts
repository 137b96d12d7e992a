import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";

import { kubeconfig } from "../../lab/paths";

const pollInterval = 500;
/** Well below the 40 s after which a node without a sign of life is given up. */
const heartbeatInterval = 10_000;

interface Pod {
  metadata: { name: string; deletionTimestamp?: string; ownerReferences?: { kind: string }[] };
  spec: { nodeName?: string; containers: { name: string; image: string }[] };
  status: { phase: string };
}

/**
 * Does something while the lab has nodes without machines, whose pods in a namespace say at once that they are ready, and
 * those of Jobs that they have succeeded.
 */
export async function withFakeNodes(
  names: readonly string[],
  namespace: string,
  work: () => Promise<void>,
): Promise<void> {
  const proxy = spawn("kubectl", ["--kubeconfig", kubeconfig, "proxy", "--port=0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  // "Starting to serve on 127.0.0.1:..."
  const [line] = (await once(createInterface(proxy.stdout), "line")) as [string];
  const api = new Api(`http://${line.split(" ").at(-1)}`);
  let working = true;
  const kubelet = (async () => {
    for (let heartbeat = 0; working;) {
      if (Date.now() - heartbeat > heartbeatInterval) {
        heartbeat = Date.now();
        await Promise.all(names.map((name) => api.showReady(name)));
      }
      await api.answer(names, namespace);
      await setTimeout(pollInterval);
    }
  })();
  try {
    await Promise.all(names.map((name) => api.makeNode(name)));
    await Promise.race([work(), kubelet]);
  } finally {
    working = false;
    await kubelet.finally(async () => {
      await Promise.all(names.map((name) => api.call("DELETE", `/api/v1/nodes/${name}`)));
      proxy.kill();
    });
  }
}

/** What a kubelet tells the API server. */
class Api {
  constructor(private readonly address: string) {}

  async call(method: string, path: string, body?: object): Promise<unknown> {
    const type = method === "PATCH" ? "application/strategic-merge-patch+json" : "application/json";
    const answer = await fetch(`${this.address}${path}`, {
      method,
      headers: { "Content-Type": type },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    // Gone meanwhile, or not yet there.
    if (!answer.ok && answer.status !== 404) {
      throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    }
    return answer.json();
  }

  async makeNode(name: string): Promise<void> {
    const labels = { "kubernetes.io/hostname": name, fake: "true" };
    await this.call("POST", "/api/v1/nodes", {
      apiVersion: "v1",
      kind: "Node",
      metadata: { name, labels },
    });
    await this.showReady(name);
  }

  async showReady(name: string): Promise<void> {
    const resources = { cpu: "64", memory: "256Gi", pods: "110" };
    const lastHeartbeatTime = new Date().toISOString();
    const conditions = [{ type: "Ready", status: "True", lastHeartbeatTime }];
    const status = { capacity: resources, allocatable: resources, conditions };
    await this.call("PATCH", `/api/v1/nodes/${name}/status`, { status });
  }

  /** Starts the pods that were scheduled to these nodes, and removes those that were deleted. */
  async answer(names: readonly string[], namespace: string): Promise<void> {
    const pods = `/api/v1/namespaces/${namespace}/pods`;
    const { items = [] } = (await this.call("GET", pods)) as { items?: Pod[] };
    const ours = items.filter(({ spec }) => names.includes(spec.nodeName ?? ""));
    await Promise.all(
      ours.map(async ({ metadata, spec, status }) => {
        const path = `${pods}/${metadata.name}`;
        if (metadata.deletionTimestamp !== undefined) {
          await this.call("DELETE", `${path}?gracePeriodSeconds=0`);
        } else if (status.phase === "Pending") {
          const isJob = metadata.ownerReferences?.some(({ kind }) => kind === "Job");
          const told = isJob === true ? { phase: "Succeeded" } : runningStatus(spec);
          await this.call("PATCH", `${path}/status`, { status: told });
        }
      }),
    );
  }
}

function runningStatus({ containers }: Pod["spec"]) {
  const state = { running: { startedAt: new Date().toISOString() } };
  return {
    phase: "Running",
    conditions: ["Initialized", "ContainersReady", "Ready"].map((type) => ({
      type,
      status: "True",
    })),
    containerStatuses: containers.map(({ name, image }) => ({
      ...{ name, image, state, imageID: image, restartCount: 0, ready: true, started: true },
    })),
  };
}
