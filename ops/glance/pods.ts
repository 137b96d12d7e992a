import { type ApiType, parsePodName } from "../../model/names";
import type { Cluster } from "../../components/cluster";
import { containersOf, isReady, type PodObject } from "./podObject";

/** A pod of a Glance API. */
export interface GlancePod {
  name: string;
  apiType: ApiType;
  ordinal: number;
  /** The node that it runs on; undefined while it waits for one. */
  node: string | undefined;
  ready: boolean;
  /** When its container glance-api was started; undefined when that does not run. */
  started: string | undefined;
}

const label = "app.kubernetes.io/name=glance";

/** The pods of all Glance APIs in a namespace, by name. */
export async function glancePods(cluster: Cluster): Promise<GlancePod[]> {
  const pods = await cluster.getObjects<PodObject>(["pods", "-l", label]);
  return pods
    .flatMap(glancePod)
    .sort((a, b) => a.apiType.localeCompare(b.apiType) || a.ordinal - b.ordinal);
}

/** None for the pod of a Job. */
function glancePod(pod: PodObject): GlancePod[] {
  const { name } = pod.metadata;
  const parsed = parsePodName(name);
  const container = containersOf(pod).find((one) => one.name === "glance-api");
  return parsed === undefined
    ? []
    : [
        {
          name,
          ...parsed,
          node: pod.spec?.nodeName,
          ready: isReady(pod),
          started: container?.state.running?.startedAt,
        },
      ];
}

/**
 * The pods of all Glance APIs in a namespace.
 *
 * @throws Error when there is none.
 */
export async function deployedPods(cluster: Cluster): Promise<GlancePod[]> {
  const pods = await glancePods(cluster);
  if (pods.length === 0) {
    throw new Error(`There is no Glance pod in namespace ${cluster.namespace}: run npm run up.`);
  }
  return pods;
}

/** Arguments with which kubectl runs a command in the container glance-api of a pod. */
export function execArguments(pod: string, command: readonly string[]): string[] {
  return ["exec", "-i", pod, "-c", "glance-api", "--", ...command];
}

/**
 * Runs a command in the container glance-api of a pod and returns what it prints.
 *
 * @throws Error with what the command or kubectl says when it fails.
 */
export function runInPod(
  cluster: Cluster,
  pod: string,
  command: readonly string[],
  input = "",
): Promise<string> {
  return cluster.kubectl(execArguments(pod, command), { input });
}
