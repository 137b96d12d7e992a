import { type Api, podsOf } from "../../model/deployment";
import { isReady, type PodObject } from "../glance/podObject";
import type { Stack } from "../stack";
import { brokenContainer, lastWarning, tellingLine, type Warning, whyNotReady } from "./podTrouble";

/** What became of a deployment. */
export interface Summary {
  /** The pods that are there, of Jobs as well. */
  pods: readonly PodObject[];
  /** Pods, StatefulSets and Jobs that are not as they should be, and why. */
  troubles: readonly Trouble[];
}

/** Something that is not as it should be. */
export interface Trouble {
  /** As kubectl names it, such as `pod/glance-single-api-0`. */
  object: string;
  why: string;
}

interface JobObject {
  metadata: { name: string };
  spec: { template: { metadata: { labels?: Record<string, string> } } };
  status: { succeeded?: number };
}

/** Looks at what a deployment has come to. */
export async function readSummary({ cluster, deployment }: Stack): Promise<Summary> {
  const [pods, jobs, warnings] = await Promise.all([
    cluster.getObjects<PodObject>(["pods", "-l", "app.kubernetes.io/part-of=glance"]),
    cluster.getObjects<JobObject>(["jobs"]),
    cluster.getObjects<Warning>(["events", "--field-selector", "type=Warning"]),
  ]);
  const wanted = new Set(podsOf(deployment).map(({ name }) => name));
  const trouble = async (pod: PodObject): Promise<Trouble> => {
    const { name } = pod.metadata;
    const container = brokenContainer(pod);
    const log = container && (await lastLine(name, container.name));
    return {
      object: `pod/${name}`,
      why: [whyNotReady(pod, warnings), log].filter(Boolean).join(": "),
    };
  };
  // Of a container that has begun anew it is that of the one before.
  const lastLine = async (pod: string, container: string) => {
    const log = (...options: string[]) =>
      cluster.kubectl(["logs", pod, "-c", container, "--tail=40", ...options]);
    const text = await log("--previous")
      .catch(() => log())
      .catch(() => "");
    return tellingLine(text);
  };
  const broken = pods.filter(
    (pod) => !isReady(pod) && (wanted.has(pod.metadata.name) || isUnfinished(pod, pods)),
  );
  const missing = [
    ...deployment.apis.flatMap((api) => missingPods(api, pods, warnings)),
    ...jobs.flatMap((job) => missingPodOf(job, pods, warnings)),
  ];
  return { pods, troubles: [...(await Promise.all(broken.map(trouble))), ...missing] };
}

/** Of a Job that no other pod has completed; pods that succeed are not ready either. */
function isUnfinished({ metadata, status }: PodObject, pods: readonly PodObject[]): boolean {
  const job = metadata.labels?.["job-name"];
  return (
    job !== undefined &&
    (status.phase === "Failed" || status.phase === "Pending") &&
    !pods.some(
      (other) => other.metadata.labels?.["job-name"] === job && other.status.phase === "Succeeded",
    )
  );
}

function missingPods(
  { statefulSet, pods: wanted }: Api,
  pods: readonly PodObject[],
  warnings: readonly Warning[],
): Trouble[] {
  const names = pods.map(({ metadata }) => metadata.name);
  const missing = wanted.filter(({ name }) => !names.includes(name)).length;
  const why = lastWarning(statefulSet, warnings) ?? "it waits for the others";
  const what = `${missing} of ${wanted.length} pods are not there: ${why}`;
  return missing === 0 ? [] : [{ object: `statefulset/${statefulSet}`, why: what }];
}

function missingPodOf(
  { metadata: { name }, spec, status }: JobObject,
  pods: readonly PodObject[],
  warnings: readonly Warning[],
): Trouble[] {
  const ours = spec.template.metadata.labels?.["app.kubernetes.io/part-of"] === "glance";
  const begun = pods.some(({ metadata }) => metadata.labels?.["job-name"] === name);
  const why = lastWarning(name, warnings);
  return !ours || begun || (status.succeeded ?? 0) > 0 || why === undefined
    ? []
    : [{ object: `job/${name}`, why: `its pod is not there: ${why}` }];
}
