import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { execa } from "execa";

import { startDaemon } from "../../../lab/daemon";
import { state } from "../../../lab/paths";
import {
  controlPlaneAddress,
  controlPlaneNamespace,
  insideNetwork,
  nodeName,
  podRange,
  serviceRange,
} from "../../../lab/topology";
import { waitUntil } from "../../../lab/wait";
import { apiPort, metricsPort } from "../../../model/image";
import { workerHost } from "../../../model/names";
import { openStack } from "../../../ops/stack";
import { enforceNetworkPolicies } from "../kubeRouter";
import { configure, inPod, makeStackFile, namespace, npm, pythonInPod, stack } from "../stack";

const here = ["--stack", stack];
/** They are on different nodes, of which the second one is n2. */
const [pod, other] = ["glance-external-api-0", "glance-internal-api-1"];
const worker = workerHost("internal", namespace, other);
/** An address outside of the cluster, and those of n2 and of the control plane. */
const [outside, podBridge, nodes] = ["198.51.100.1", "10.244.2.1", "10.88.0.0/24"];

const allowed: [string, number][] = [
  [worker, apiPort],
  [controlPlaneAddress, 5000],
  [controlPlaneAddress, 3306],
  [controlPlaneAddress, 3300],
  [outside, 80],
];
const forbidden: [string, number][] = [
  [worker, metricsPort],
  [controlPlaneAddress, 80],
  [controlPlaneAddress, 6443],
  [podBridge, 80],
];

/** Prints whether each of the addresses is reached. */
const probe = (addresses: readonly [string, number][]) => `import json, socket
def reached(address):
    try:
        socket.create_connection(address, 3).close()
    except OSError:
        return False
    return True
print(json.dumps([reached(tuple(each)) for each in ${JSON.stringify(addresses)}]))`;

async function reached(addresses: readonly [string, number][]): Promise<boolean[]> {
  return JSON.parse(await inPod(pod, "python3", "-c", probe(addresses))) as boolean[];
}

/** The same from a pod of another namespace. */
async function reachedByStrangers(addresses: readonly [string, number][]): Promise<boolean[]> {
  const { cluster, settings } = openStack(stack);
  const elsewhere = (...args: string[]) => cluster.withNamespace("default").kubectl(args);
  const options = [`--image=${settings.image}`, "--restart=Never", "--command"];
  await elsewhere("run", "stranger", ...options, "--", "python3", "-c", probe(addresses));
  const ended = "--for=jsonpath={.status.phase}=Succeeded";
  await elsewhere("wait", ended, "--timeout=60s", "pod/stranger");
  const output = await elsewhere("logs", "stranger");
  await elsewhere("delete", "pod", "stranger");
  return JSON.parse(output) as boolean[];
}

/** Has a pod download from an address. */
async function download(address: string): Promise<{ answer: number; status: string }> {
  const [found] = await pythonInPod(pod, "download_image", `http://${address}/image`);
  // Glance's own filters have not stopped it.
  assert.deepEqual(found.log, []);
  return { answer: found.answer, status: found.status };
}

/** How often the web server on n2 was asked. */
const asked = () =>
  readFileSync(join(state, "logs", `web-${nodeName(2)}.log`), "utf8").split("GET /image").length -
  1;

describe("network policies on the lab", () => {
  let directory: string;

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), "glance-e2e-network-"));
    writeFileSync(join(directory, "image"), Buffer.alloc(2 ** 20));
    makeStackFile();
    configure("replicas", 2);
    await npm("up", ...here);
    const servers = [controlPlaneNamespace, nodeName(2)];
    for (const server of servers) {
      const web = ["python3", "-m", "http.server", "80", "--directory", directory];
      startDaemon(`web-${server}`, [...insideNetwork(server), ...web]);
    }
    const ip = ["ip", "address", "add", `${outside}/32`, "dev", "lo"];
    const [nsenter = "", ...args] = [...insideNetwork(controlPlaneNamespace), ...ip];
    await execa(nsenter, args);
    await enforceNetworkPolicies();
  });
  after(async () => {
    // With the lab, because the packet filters of the nodes would go on.
    await npm("down", ...here);
    rmSync(directory, { recursive: true });
  });

  it("are none without the key: everything can be reached", async () => {
    const all = [...allowed, ...forbidden];
    await waitUntil("Something could not be reached", 60, async () =>
      (await reached(all)).every(Boolean),
    );
    assert.deepEqual(await reachedByStrangers([[worker, apiPort]]), [true]);
    assert.deepEqual(await download(podBridge), { answer: 202, status: "active" });
    assert.equal(asked(), 1);
  });

  it("let out what Glance needs, and nothing else", async () => {
    configure("networkPolicy", { clusterRanges: [podRange, serviceRange, nodes] });
    await npm("up", ...here);
    await waitUntil("Something could be reached that should not be", 60, async () =>
      (await reached(forbidden)).every((one) => !one),
    );
    assert.deepEqual(
      await reached(allowed),
      allowed.map(() => true),
    );
  });

  it("let in no pods of other namespaces", async () => {
    assert.deepEqual(await reachedByStrangers([[worker, apiPort]]), [false]);
  });

  it("let a pod import what another one on another node has staged", async () => {
    assert.match(await npm("verify:import", ...here), /The import works\./);
  });

  it("keep web-download from the cluster, and from nothing else", async () => {
    assert.deepEqual(await download(outside), { answer: 202, status: "active" });
    assert.deepEqual(await download(podBridge), { answer: 202, status: "queued" });
    assert.equal(asked(), 1);
  });
});
