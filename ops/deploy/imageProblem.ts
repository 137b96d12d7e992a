import { imageExitCode } from "../../model/image";
import { containersOf, type PodObject } from "../glance/podObject";
import type { Cluster } from "../../components/cluster";

interface StatefulSet {
  metadata: { generation: number };
  status: { observedGeneration?: number; updateRevision?: string };
}

/**
 * What the image of the pods of Glance lacks, in the words of a container that ended for it. Only what the newest
 * template made counts: pods of an earlier one, whose image did not fit either, are about to be replaced.
 *
 * @returns undefined when no container says so, or the cluster cannot be asked.
 */
export async function imageProblem(cluster: Cluster): Promise<string | undefined> {
  const read = async <T>(kind: string) =>
    cluster.getObjects<T>([kind, "-l", "app.kubernetes.io/name=glance"]).catch(() => []);
  const [sets, pods] = await Promise.all([
    read<StatefulSet>("statefulsets"),
    read<PodObject>("pods"),
  ]);
  const revisions = sets
    .filter(({ metadata, status }) => status.observedGeneration === metadata.generation)
    .map(({ status }) => status.updateRevision);
  return pods
    .filter(({ metadata }) => revisions.includes(metadata.labels?.["controller-revision-hash"]))
    .map(problemOf)
    .find((problem) => problem !== undefined);
}

function problemOf(pod: PodObject): string | undefined {
  const message = containersOf(pod)
    .flatMap(({ state, lastState }) => [state.terminated, lastState.terminated])
    .find((end) => end?.exitCode === imageExitCode)
    ?.message?.trim();
  return message === undefined ? undefined : `The pod ${pod.metadata.name} says: ${message}`;
}
