import { execa } from "execa";

import { configurationFileOf } from "../../policy/configuration";
import type { Cluster } from "../../components/cluster";
import { pendingObjects, removePendingCreates } from "./pendingCreates";

/** The Pulumi CLI on PATH, or the one of the npm package `pulumi`; undefined when there is none. */
export async function findPulumi(): Promise<string | undefined> {
  const result = await execa("pulumi", ["version"], { preferLocal: true, reject: false });
  return result.failed ? undefined : result.stdout.trim();
}

/** A deployment that has changed nothing. */
export class RefusedError extends Error {}

/**
 * Deploys the stack with the Pulumi CLI, guarded by the policy pack.
 *
 * @throws RefusedError when it does not come as far as the update, or another deployment is at work.
 * @throws Error when the update itself fails.
 */
export async function pulumiUp(cluster: Cluster, stack: string): Promise<void> {
  const file = configurationFileOf(stack);
  const configuration = file === undefined ? [] : ["--policy-pack-config", file];
  const options = ["--stack", stack, "--policy-pack", "policy", ...configuration];
  await preview(cluster, stack, options).catch(({ message }: Error) => {
    throw new RefusedError(message);
  });
  await pulumi(["up", "--skip-preview", "--yes", ...options]);
}

async function preview(cluster: Cluster, stack: string, options: string[]): Promise<void> {
  await pulumi(["stack", "select", "--create", stack]);
  await forgetPendingCreates(cluster, stack);
  await pulumi(["preview", ...options]);
}

/** Destroys the stack with the Pulumi CLI. */
export async function pulumiDestroy(cluster: Cluster, stack: string): Promise<void> {
  await pulumi(["stack", "select", "--create", stack]);
  await forgetPendingCreates(cluster, stack);
  await pulumi(["destroy", "--stack", stack, "--yes"]);
}

/** Removes what a killed deployment has made without writing it into the state of the stack. */
async function forgetPendingCreates(cluster: Cluster, stack: string): Promise<void> {
  const { stdout } = await execa("pulumi", ["stack", "export", "--stack", stack], {
    preferLocal: true,
  });
  const pending = pendingObjects(stdout);
  if (pending.length === 0) {
    return;
  }
  // Fails while another deployment is at work, whose objects these would be.
  await pulumi(["refresh", "--stack", stack, "--yes", "--skip-preview", "--clear-pending-creates"]);
  const removed = await removePendingCreates(cluster, pending);
  if (removed.length > 0) {
    console.log(
      `A killed deployment has left behind, and they are made anew: ${removed.join(", ")}.`,
    );
  }
}

/** What Pulumi says of a lock: its own backends first, then Pulumi Cloud. */
const isLocked = /stack is currently locked by|Another update is currently in progress/;

async function pulumi(args: readonly string[]): Promise<void> {
  // Ctrl-C reaches Pulumi too, which finishes what it has begun: stay until it has.
  const stay = (): void => undefined;
  process.on("SIGINT", stay);
  const result = await execa("pulumi", [...args, "--non-interactive"], {
    preferLocal: true,
    reject: false,
    stdio: ["inherit", "inherit", ["inherit", "pipe"]],
  });
  process.off("SIGINT", stay);
  if (result.failed && isLocked.test(result.stderr)) {
    throw new RefusedError(
      "Another deployment is at work on this stack: wait until it has ended, or, if it was killed, run pulumi cancel.",
    );
  }
  if (result.failed) {
    throw new Error(`pulumi ${args[0]} failed; what it says stands above.`);
  }
}
