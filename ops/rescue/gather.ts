import { stagingClaimTemplate, workerUrl } from "../../components/names.js";
import type { ApiType } from "../../components/names.js";
import type { Cluster } from "../cluster.js";
import type { GlancePod } from "../glancePods.js";
import { glancePods, runPython } from "../glancePods.js";
import { getObjects } from "../kubectl.js";
import { imageIdOf } from "../imageId.js";
import { lastLine } from "./repair.js";
import type { ImageRecord, RescueState, StagedFile, StagingPod, StoredImage } from "./state.js";

/** A line of `stagedFiles.py`: a file, or at the end the volume. */
type FileLine = StagedFile | { free: number };

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
  const staged = pods.flatMap(({ files }) => files ?? []).map(({ file }) => imageIdOf(file));
  const ids = new Set(staged.filter((id) => id !== undefined));
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

async function lookInto(
  cluster: Cluster,
  namespace: string,
  { name, statefulSet, node, ready, started }: GlancePod,
): Promise<StagingPod> {
  const apiType = /^glance-(.+)-api$/.exec(statefulSet)?.[1] as ApiType;
  const lines = ready
    ? await runPython<FileLine>(cluster, namespace, name, "stagedFiles").catch(() => undefined)
    : undefined;
  return {
    name,
    url: workerUrl(apiType, namespace, name),
    node,
    started: started === undefined ? undefined : Date.parse(started) / 1000,
    files: lines?.filter((line) => "file" in line),
  };
}

/** Claims that have a volume, and with it what was staged. */
async function stagingClaims(cluster: Cluster, namespace: string): Promise<string[]> {
  const claims = await getObjects<NamedObject>(cluster, ["pvc", "-n", namespace]);
  return claims
    .filter(({ status }) => status?.phase === "Bound")
    .map(({ metadata }) => metadata.name)
    .filter((name) => new RegExp(`^${stagingClaimTemplate}-.+-api-\\d+$`).test(name));
}

async function namesOf(cluster: Cluster, namespace: string, kind: string): Promise<string[]> {
  const found = await getObjects<NamedObject>(cluster, [kind, "-n", namespace]);
  return found.map(({ metadata }) => metadata.name);
}
