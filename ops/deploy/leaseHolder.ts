import { hostname } from "node:os";

/** A Lease of the API group coordination.k8s.io, as far as it is used here. */
export interface Lease {
  metadata: { resourceVersion?: string };
  spec: { holderIdentity: string; leaseDurationSeconds: number; renewTime: string };
}

/** How this process is named in a Lease. */
export const ourIdentity = `${hostname()}/${process.pid}`;

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

/** Why a deployment stops whose Lease is no longer its own. */
export const takenOverProblem =
  "Another deployment has taken over this stack while this one was paused: run it again when that one has ended.";

/** Why a deployment stops that could not renew its Lease before it expired. */
export function unrenewedProblem(reason: unknown): string {
  const message = reason instanceof Error ? reason.message : String(reason);
  return (
    "The Lease of this stack could not be renewed before it expired, so another deployment may have taken over: " +
    `run this one again when the API server answers (${message}).`
  );
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
