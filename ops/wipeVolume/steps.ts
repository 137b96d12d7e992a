import pRetry, { AbortError } from "p-retry";

import type { Cluster } from "../../components/cluster";
import { waitUntilReady } from "../deploy/readiness";
import { wipeClaim, wipeJob } from "./manifests";
import { type ClaimRef, type PersistentVolume, wipeName } from "./volume";

/** What was on the volume. */
export interface Removed {
  files: number;
  bytes: number;
}

interface Phased {
  status?: { phase?: string };
}

/** Seconds that a step may take. */
const limit = 600;

/** Gives the volume to the temporary claim, from wherever an earlier run has stopped. */
export async function bindToWipeClaim(cluster: Cluster, volume: PersistentVolume): Promise<void> {
  const { name } = volume.metadata;
  const claim = claimOf(name);
  if ((await cluster.getObjects(claim)).length === 0) {
    await setClaimRef(
      cluster,
      name,
      { namespace: cluster.namespace, name: wipeName(name) },
      volume.spec.claimRef,
    );
  }
  const input = JSON.stringify(wipeClaim(volume, cluster.namespace));
  await cluster.kubectl(["apply", "--server-side", "-f", "-"], { input });
  await waitForPhase(cluster, claim, ["Bound"]);
}

/** Runs the Job that deletes everything, anew if there is one of an earlier run. */
export async function empty(cluster: Cluster, volume: string, image: string): Promise<Removed> {
  const job = wipeJob(volume, cluster.namespace, image);
  await removeJob(cluster, volume);
  await cluster.kubectl(["create", "-f", "-"], { input: JSON.stringify(job) });
  await waitUntilReady(cluster, { kind: job.kind, metadata: job.metadata });
  const log = await cluster.kubectl(["logs", `job/${wipeName(volume)}`]);
  return JSON.parse(log) as Removed;
}

/** Removes Job and claim, and waits until they are gone. */
export async function removeWipeObjects(cluster: Cluster, volume: string): Promise<void> {
  await removeJob(cluster, volume);
  await cluster.kubectl(["delete", ...claimOf(volume), "--ignore-not-found"]);
}

/** With its pod, which holds the claim. */
async function removeJob(cluster: Cluster, volume: string): Promise<void> {
  const job = ["job", wipeName(volume)];
  await cluster.kubectl(["delete", ...job, "--ignore-not-found", "--cascade=foreground"]);
}

function claimOf(volume: string): string[] {
  return ["persistentvolumeclaim", wipeName(volume)];
}

/** Keeps the volume for its claim again, or for none. */
export async function free(
  cluster: Cluster,
  volume: string,
  claim: ClaimRef | undefined,
): Promise<void> {
  const [{ spec } = { spec: undefined }] = await cluster.getObjects<PersistentVolume>([
    "persistentvolume",
    volume,
  ]);
  await setClaimRef(cluster, volume, claim, spec?.claimRef);
  // A pod that has been waiting for the volume takes it at once.
  await waitForPhase(cluster, ["persistentvolume", volume], ["Available", "Bound"]);
}

/** Changes for which claim a volume is kept, if that is still `before`. */
async function setClaimRef(
  cluster: Cluster,
  volume: string,
  claim: ClaimRef | undefined,
  before: ClaimRef | undefined,
): Promise<void> {
  const path = "/spec/claimRef";
  const test = { op: "test", path: `${path}/name`, value: before?.name };
  const change =
    claim === undefined ? { op: "remove", path } : { op: "replace", path, value: claim };
  const patch = JSON.stringify([test, change]);
  await cluster.kubectl(["patch", "persistentvolume", volume, "--type=json", "-p", patch]);
}

async function waitForPhase(
  cluster: Cluster,
  object: readonly string[],
  phases: readonly string[],
): Promise<string> {
  const [kind, name] = object;
  const attempt = async () => {
    const [found] = await cluster.getObjects<Phased>(object);
    const phase = found?.status?.phase ?? "";
    if (found === undefined) {
      throw new AbortError(`The ${kind} ${name} was deleted by somebody: run this again.`);
    }
    if (!phases.includes(phase)) {
      throw new Error(
        `The ${kind} ${name} is still ${phase} after ${limit} s: see why with kubectl describe, then run this again.`,
      );
    }
    return phase;
  };
  return pRetry(attempt, {
    retries: Number.POSITIVE_INFINITY,
    factor: 1,
    minTimeout: 500,
    maxRetryTime: limit * 1000,
  });
}
