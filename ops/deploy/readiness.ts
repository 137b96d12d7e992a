import pRetry, { AbortError } from "p-retry";

import { rollOutSeconds } from "../../model/rollOut";
import type { PodObject } from "../glance/podObject";
import type { Cluster } from "../../components/cluster";
import { imageProblem } from "./imageProblem";
import type { Identity } from "./manifestList";

/** Seconds that a Job may take. */
const jobLimit = 600;

/** Until the time is over, at the same pace. */
const always = { retries: Number.POSITIVE_INFINITY, factor: 1 };

interface Job {
  status?: { conditions?: { type: string; status: string; message?: string }[] };
}

/** Waits until a Job has completed or a StatefulSet has rolled out; other kinds are ready at once. */
export async function waitUntilReady(
  cluster: Cluster,
  { kind, metadata, spec }: Identity,
): Promise<void> {
  const { name } = metadata;
  if (kind === "Job") {
    await waitForJob(cluster, name);
  }
  if (kind === "StatefulSet") {
    const seconds = limitOf(spec);
    await waitForRollOut(cluster, name, seconds);
    const leaving = await podsThatEnd(cluster, name);
    if (leaving.length > 0) {
      await cluster.kubectl(["wait", "--for=delete", ...leaving, `--timeout=${seconds}s`]);
    }
  }
}

/** Seconds that the roll-out of a StatefulSet may take. */
function limitOf({ replicas = 1, template }: Identity["spec"] = {}): number {
  return rollOutSeconds(replicas, template?.spec?.terminationGracePeriodSeconds ?? 30);
}

async function waitForRollOut(cluster: Cluster, name: string, seconds: number): Promise<void> {
  const attempt = async () => {
    const problem = await imageProblem(cluster);
    if (problem !== undefined) {
      throw new AbortError(problem);
    }
    await cluster.kubectl(["rollout", "status", `statefulset/${name}`, "--timeout=5s"]);
  };
  await pRetry(attempt, { ...always, maxRetryTime: seconds * 1000 });
}

/** Deletes a Job that has failed, so that applying it runs it again. */
export async function removeFailedJob(
  cluster: Cluster,
  { kind, metadata }: Identity,
): Promise<void> {
  const { name } = metadata;
  if (kind === "Job" && hasCondition(await getJob(cluster, name), "Failed")) {
    await cluster.kubectl(["delete", "job", name]);
  }
}

/** A roll-out to fewer replicas is complete for kubectl while the pods still finish their imports. */
async function podsThatEnd(cluster: Cluster, set: string): Promise<string[]> {
  const pods = await cluster.getObjects<PodObject>(["pods"]);
  return pods
    .filter(({ metadata }) => metadata.deletionTimestamp !== undefined)
    .filter(({ metadata }) => metadata.ownerReferences?.some((owner) => owner.name === set))
    .map(({ metadata }) => `pod/${metadata.name}`);
}

async function waitForJob(cluster: Cluster, name: string): Promise<void> {
  const attempt = async () => {
    const job = await getJob(cluster, name);
    if (hasCondition(job, "Failed")) {
      throw new AbortError(`The Job ${name} failed${await endOfLog(cluster, name)}`);
    }
    if (!hasCondition(job, "Complete")) {
      throw new Error(`The Job ${name} has not ended after ${jobLimit} s.`);
    }
  };
  await pRetry(attempt, { ...always, maxRetryTime: jobLimit * 1000 });
}

async function endOfLog(cluster: Cluster, job: string): Promise<string> {
  const log = await cluster.kubectl(["logs", `job/${job}`, "--tail=5"]).catch(() => "");
  return log === "" ? "." : `; the end of its log:\n${log}`;
}

async function getJob(cluster: Cluster, name: string): Promise<Job | undefined> {
  return (await cluster.getObjects<Job>(["job", name]))[0];
}

function hasCondition(job: Job | undefined, type: string): boolean {
  return (
    job?.status?.conditions?.some(
      (condition) => condition.type === type && condition.status === "True",
    ) ?? false
  );
}
