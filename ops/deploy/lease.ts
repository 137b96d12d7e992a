import { hostname } from "node:os";

import type { ApplySet } from "./applySet.js";
import type { Cluster } from "../cluster.js";
import { getObjects, kubectl } from "../kubectl.js";

/** Seconds after which a deployment that does not renew its Lease counts as dead. */
const leaseSeconds = 30;

/** A Lease of the API group coordination.k8s.io, as far as it is used here. */
export interface Lease {
  metadata: { resourceVersion?: string };
  spec: { holderIdentity: string; leaseDurationSeconds: number; renewTime: string };
}

/**
 * Does work on a stack while nobody else does: two deployments at once would undo each other's changes. Whoever is killed
 * leaves a Lease that the next one on the same machine takes over at once, and any other after 30 seconds.
 *
 * @throws Error when somebody else is at work.
 */
export async function withLease<T>(
  cluster: Cluster,
  applySet: ApplySet,
  work: () => Promise<T>,
): Promise<T> {
  await take(cluster, applySet);
  const renewal = setInterval(
    () => void renew(cluster, applySet).catch(() => undefined),
    (leaseSeconds / 3) * 1000,
  );
  try {
    return await work();
  } finally {
    clearInterval(renewal);
    await kubectl(cluster, ["delete", ...lease(applySet), "--ignore-not-found"]);
  }
}

/** Why a Lease cannot be taken over; undefined when its holder is dead. */
export function heldProblem({ spec }: Lease, now: number): string | undefined {
  const [host, pid] = spec.holderIdentity.split("/");
  const age = now - Date.parse(spec.renewTime);
  const isDead =
    age > spec.leaseDurationSeconds * 1000 || (host === hostname() && !isRunning(Number(pid)));
  return isDead
    ? undefined
    : `Process ${pid} on ${host} is at work on this stack: wait until it has ended, or, if it was ` +
        `killed there, ${spec.leaseDurationSeconds} s.`;
}

async function take(cluster: Cluster, applySet: ApplySet): Promise<void> {
  const [held] = await getObjects<Lease>(cluster, lease(applySet));
  const problem = held && heldProblem(held, Date.now());
  if (problem !== undefined) {
    throw new Error(problem);
  }
  // Both fail when somebody else is faster: the Lease exists, or has another version.
  await kubectl(cluster, [held === undefined ? "create" : "replace", "-f", "-"], {
    input: JSON.stringify(newLease(applySet, held?.metadata.resourceVersion)),
  });
}

function newLease({ name, namespace }: ApplySet, resourceVersion: string | undefined): object {
  return {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: { name, namespace, ...(resourceVersion === undefined ? {} : { resourceVersion }) },
    spec: {
      holderIdentity: `${hostname()}/${process.pid}`,
      leaseDurationSeconds: leaseSeconds,
      renewTime: microTime(),
    },
  };
}

async function renew(cluster: Cluster, applySet: ApplySet): Promise<void> {
  const patch = JSON.stringify({ spec: { renewTime: microTime() } });
  await kubectl(cluster, ["patch", ...lease(applySet), "--type=merge", `--patch=${patch}`]);
}

/** Now, as a MicroTime of Kubernetes. */
function microTime(): string {
  return new Date().toISOString().replace("Z", "000Z");
}

function lease({ name, namespace }: ApplySet): string[] {
  return ["lease", name, "-n", namespace];
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
