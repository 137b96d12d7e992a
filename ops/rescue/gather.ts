import { podOfStagingClaim, workerUrl } from "../../model/names";
import type { Cluster } from "../cluster";
import { type GlancePod, glancePods } from "../glancePods";
import { getObjects } from "../kubectl";
import { lastLine, runPython } from "../python";
import type { ImageRecord } from "../staging/imageRecord";
import { imageIds, visibleVolume } from "../staging/stagingVolume";
import type { RescueState, StagingPod, StoredImage } from "./state";

/** A line of `rescueState.py`. */
type StateLine = { now: number } | { image: ImageRecord } | { stored: StoredImage };

interface NamedObject {
  metadata: { name: string };
  status?: { phase?: string };
}

/**
 * Gathers what `rescue` decides from: one look into every pod that is ready, and one at database and Ceph.
 *
 * @throws Error when no pod is ready, from which database and Ceph could be reached.
 */
export async function gather(cluster: Cluster, namespace: string): Promise<RescueState> {
  const pods = await Promise.all(
    (await glancePods(cluster, namespace)).map((pod) => lookInto(cluster, namespace, pod)),
  );
  const [claims, statefulSets] = await Promise.all([
    stagingClaims(cluster, namespace),
    namesOf(cluster, namespace, "statefulsets"),
  ]);
  const ids = imageIds(pods.flatMap(({ files }) => files ?? []));
  const pod = anyPod(pods, namespace);
  const query = runPython<StateLine>(cluster, namespace, pod, "rescueState", ...ids);
  const lines = await query.catch((error: unknown) => {
    throw new Error(`${pod} does not get on with database and Ceph: ${lastLine(error)}.`);
  });
  const now = lines.flatMap((line) => ("now" in line ? [line.now] : []))[0] ?? 0;
  const images = lines.flatMap((line) => ("image" in line ? [line.image] : []));
  const stored = lines.flatMap((line) => ("stored" in line ? [line.stored] : []));
  return { now, pods, claims, statefulSets, images, stored };
}

/** A pod from which database and Ceph can be reached. */
export function anyPod(pods: readonly StagingPod[], namespace: string): string {
  const pod = pods.find(({ files }) => files !== undefined);
  if (pod === undefined) {
    throw new Error(
      `No Glance pod in namespace ${namespace} is ready: start one, since only they reach database and Ceph.`,
    );
  }
  return pod.name;
}

async function lookInto(cluster: Cluster, namespace: string, pod: GlancePod): Promise<StagingPod> {
  const { name, apiType, node, started } = pod;
  const volume = await visibleVolume(cluster, namespace, pod);
  return {
    name,
    url: workerUrl(apiType, namespace, name),
    node,
    started: started === undefined ? undefined : Date.parse(started) / 1000,
    booted: volume?.booted,
    files: volume?.files,
  };
}

/** Claims that have a volume, and with it what was staged. */
async function stagingClaims(cluster: Cluster, namespace: string): Promise<string[]> {
  const claims = await getObjects<NamedObject>(cluster, ["pvc", "-n", namespace]);
  return claims
    .filter(({ status }) => status?.phase === "Bound")
    .map(({ metadata }) => metadata.name)
    .filter((name) => podOfStagingClaim(name) !== undefined);
}

async function namesOf(cluster: Cluster, namespace: string, kind: string): Promise<string[]> {
  const found = await getObjects<NamedObject>(cluster, [kind, "-n", namespace]);
  return found.map(({ metadata }) => metadata.name);
}
