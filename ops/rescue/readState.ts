import { apisForClients } from "../../model/deployment";
import { podOfStagingClaim, type Scheme, workerUrl } from "../../model/names";
import type { Cluster } from "../../components/cluster";
import type { Stack } from "../stack";
import { type GlancePod, glancePods } from "../glance/pods";
import { lastLine, runPython } from "../python";
import type { ImageRecord } from "../glance/imageRecord";
import { imageIds, visibleVolume } from "../glance/stagingVolume";
import type { RescueState, StagingPod, StoredImage } from "./state";

/** A line of `rescue_state.py`. */
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
export async function readRescueState({ cluster, deployment }: Stack): Promise<RescueState> {
  const { scheme } = apisForClients(deployment).external;
  const pods = await Promise.all(
    (await glancePods(cluster)).map((pod) => lookInto(cluster, pod, scheme)),
  );
  const [claims, statefulSets] = await Promise.all([
    stagingClaims(cluster),
    namesOf(cluster, "statefulsets"),
  ]);
  const ids = imageIds(pods.flatMap(({ files }) => files ?? []));
  const pod = anyPod(pods);
  const query = runPython<StateLine>(cluster, pod, "rescue_state", [ids]);
  const lines = await query.catch((error: unknown) => {
    throw new Error(`${pod} cannot reach database and Ceph: ${lastLine(error)}.`);
  });
  const now = lines.flatMap((line) => ("now" in line ? [line.now] : []))[0] ?? 0;
  const images = lines.flatMap((line) => ("image" in line ? [line.image] : []));
  const stored = lines.flatMap((line) => ("stored" in line ? [line.stored] : []));
  return { now, pods, claims, statefulSets, images, stored };
}

/** A pod from which database and Ceph can be reached. */
export function anyPod(pods: readonly StagingPod[]): string {
  const pod = pods.find(({ files }) => files !== undefined);
  if (pod === undefined) {
    throw new Error("No Glance pod is ready: start one, since only they reach database and Ceph.");
  }
  return pod.name;
}

async function lookInto(cluster: Cluster, pod: GlancePod, scheme: Scheme): Promise<StagingPod> {
  const { name, apiType, node, started } = pod;
  const volume = await visibleVolume(cluster, pod);
  return {
    name,
    url: workerUrl(apiType, cluster.namespace, name, scheme),
    node,
    started: started === undefined ? undefined : Date.parse(started) / 1000,
    booted: volume?.booted,
    files: volume?.files,
  };
}

/** Claims that have a volume, and with it what was staged. */
async function stagingClaims(cluster: Cluster): Promise<string[]> {
  const claims = await cluster.getObjects<NamedObject>(["pvc"]);
  return claims
    .filter(({ status }) => status?.phase === "Bound")
    .map(({ metadata }) => metadata.name)
    .filter((name) => podOfStagingClaim(name) !== undefined);
}

async function namesOf(cluster: Cluster, kind: string): Promise<string[]> {
  const found = await cluster.getObjects<NamedObject>([kind]);
  return found.map(({ metadata }) => metadata.name);
}
