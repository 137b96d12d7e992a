import type { ApplySet } from "./applySet";
import {
  heldProblem,
  type Lease,
  ourIdentity,
  takenOverProblem,
  unrenewedProblem,
} from "./leaseHolder";

/** Seconds after which a deployment that does not renew its Lease counts as dead. */
const leaseSeconds = 30;

/**
 * Does work on a stack while nobody else does: two deployments at once would undo each other's changes. Whoever is killed
 * leaves a Lease that the next one on the same machine takes over at once, and any other after 30 seconds.
 *
 * @param work Calls `assertHeld` before each of its steps: it throws when the Lease was lost in a pause, such as the
 *   sleep of a laptop, or has not been renewed for 30 seconds.
 * @throws Error when somebody else is at work.
 */
export async function withLease<T>(
  applySet: ApplySet,
  work: (assertHeld: () => Promise<void>) => Promise<T>,
): Promise<T> {
  let renewed = Date.now();
  await take(applySet);
  const assertHeld = async () => {
    const start = Date.now();
    const isOurs = await renew(applySet).catch((error: unknown) => {
      // Until the Lease expires nobody takes it over, and the API server may be back by then.
      if (Date.now() - renewed > leaseSeconds * 1000) {
        throw new Error(unrenewedProblem(error), { cause: error });
      }
      return undefined;
    });
    if (isOurs === false) {
      throw new Error(takenOverProblem);
    }
    if (isOurs === true) {
      renewed = start;
    }
  };
  let renewal = Promise.resolve();
  const timer = setInterval(
    () => {
      // The next step asks again, and is the one to stop.
      renewal = assertHeld().catch(() => undefined);
    },
    (leaseSeconds / 3) * 1000,
  );
  try {
    return await work(assertHeld);
  } finally {
    clearInterval(timer);
    await renewal;
    // A Lease that stays expires; how the work ended matters more.
    await release(applySet).catch(() => undefined);
  }
}

async function take(applySet: ApplySet): Promise<void> {
  const [held] = await applySet.cluster.getObjects<Lease>(lease(applySet));
  const problem = held && heldProblem(held, Date.now());
  if (problem !== undefined) {
    throw new Error(problem);
  }
  // Both fail when somebody else is faster: the Lease exists, or has another version.
  await applySet.cluster.kubectl([held === undefined ? "create" : "replace", "-f", "-"], {
    input: JSON.stringify(newLease(applySet, held?.metadata.resourceVersion)),
  });
}

function newLease({ name }: ApplySet, resourceVersion: string | undefined): object {
  const version = resourceVersion === undefined ? {} : { resourceVersion };
  return {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: { name, ...version },
    spec: {
      holderIdentity: ourIdentity,
      leaseDurationSeconds: leaseSeconds,
      renewTime: microTime(),
    },
  };
}

/**
 * Renews the Lease, if it is still ours.
 *
 * @returns Whether it is.
 * @throws Error when the API server does not say.
 */
async function renew(applySet: ApplySet): Promise<boolean> {
  const { cluster } = applySet;
  const patch = JSON.stringify([
    { op: "test", path: "/spec/holderIdentity", value: ourIdentity },
    { op: "replace", path: "/spec/renewTime", value: microTime() },
  ]);
  try {
    await cluster.kubectl(["patch", ...lease(applySet), "--type=json", `--patch=${patch}`]);
    return true;
  } catch (error) {
    if ((await readOurs(applySet)) === undefined) {
      return false;
    }
    throw error;
  }
}

/** Deletes the Lease, if it is still ours: kubectl has no option for a condition, but sends what it is given. */
async function release(applySet: ApplySet): Promise<void> {
  const ours = await readOurs(applySet);
  if (ours !== undefined) {
    const { cluster, name } = applySet;
    const path = `/apis/coordination.k8s.io/v1/namespaces/${cluster.namespace}/leases/${name}`;
    const { resourceVersion } = ours.metadata;
    await cluster.kubectl(["delete", `--raw=${path}`, "-f", "-"], {
      input: JSON.stringify({
        apiVersion: "v1",
        kind: "DeleteOptions",
        preconditions: { resourceVersion },
      }),
    });
  }
}

async function readOurs(applySet: ApplySet): Promise<Lease | undefined> {
  const [held] = await applySet.cluster.getObjects<Lease>(lease(applySet));
  return held?.spec.holderIdentity === ourIdentity ? held : undefined;
}

/** Now, as a MicroTime of Kubernetes. */
function microTime(): string {
  return new Date().toISOString().replace("Z", "000Z");
}

function lease({ name }: ApplySet): string[] {
  return ["lease", name];
}
