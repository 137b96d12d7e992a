import type { Cluster } from "../cluster.js";
import type { GlancePod } from "../glancePods.js";
import { glancePods, runPython } from "../glancePods.js";
import { imageIdOf } from "../imageId.js";

/** A file in the staging directory of a pod. */
export interface StagedFile {
  name: string;
  /** Bytes. */
  size: number;
  /** Seconds since the epoch. */
  modified: number;
  /** Whether a process of Glance has it open. */
  open: boolean;
  /** The image that the file belongs to; undefined when its name is no image id. */
  image: string | undefined;
  /** Whether it is what a conversion writes beside the file that was uploaded. */
  converted: boolean;
}

/** The staging volume of a pod. */
export interface StagingVolume {
  pod: string;
  node: string | undefined;
  /** Bytes of the file system; undefined when the pod could not be reached. */
  total: number | undefined;
  /** Bytes that Glance may still write; undefined when the pod could not be reached. */
  free: number | undefined;
  files: StagedFile[];
  /** Why the pod could not be reached. */
  problem: string | undefined;
}

/** An image that has a file on a staging volume, or should have one. */
export interface StagedImage {
  id: string;
  /** Its status in the database; `unknown` when the database does not have it. */
  status: string;
  /** URL of the worker that holds it, as the database has it. */
  stageHost: string | undefined;
  /** The pod of that URL, whether it exists or not. */
  stagePod: string | undefined;
  /** Seconds since the epoch; undefined for an unknown image. */
  updated: number | undefined;
}

/** What is staged where. */
export interface Staging {
  volumes: StagingVolume[];
  images: StagedImage[];
}

/** A line of `stagedFiles.py`: a file, or at the end the volume. */
type Line =
  { file: string; size: number; modified: number; open: boolean } | { free: number; size: number };

interface ImageReport {
  id: string;
  status: string;
  stageHost: string | null;
  updated: number;
}

/**
 * Looks into the staging directory of every Glance pod, and into the database for the images that the files belong
 * to, that are being staged or imported, or that have a stage host. Pods that cannot be reached are listed as such.
 *
 * @throws Error when no pod can be reached, or the database cannot.
 */
export async function stagedFiles(cluster: Cluster, namespace: string): Promise<Staging> {
  const pods = await glancePods(cluster, namespace);
  const volumes = await Promise.all(pods.map((pod) => stagingVolume(cluster, namespace, pod)));
  const reached = volumes.find(({ problem }) => problem === undefined);
  if (reached === undefined) {
    throw new Error(
      pods.length === 0
        ? `There is no Glance pod in namespace ${namespace}: run npm run up.`
        : `No Glance pod can be reached. ${volumes[0]?.pod}: ${volumes[0]?.problem}`,
    );
  }
  const ids = [
    ...new Set(volumes.flatMap(({ files }) => files.flatMap(({ image }) => image ?? []))),
  ];
  const known = await runPython<ImageReport>(
    cluster,
    namespace,
    reached.pod,
    "stagedImages",
    ...ids,
  );
  return { volumes, images: stagedImages(ids, known) };
}

/** The pod of a worker's URL, which is the first label of its host. */
export function podOfUrl(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname.split(".")[0] : undefined;
}

async function stagingVolume(
  cluster: Cluster,
  namespace: string,
  { name: pod, node }: GlancePod,
): Promise<StagingVolume> {
  try {
    const lines = await runPython<Line>(cluster, namespace, pod, "stagedFiles");
    const volume = lines.find((line) => "free" in line);
    const files = lines
      .filter((line) => "file" in line)
      .map(({ file: name, ...rest }) => ({
        name,
        ...rest,
        image: imageIdOf(name),
        converted: name.endsWith(".raw"),
      }));
    return { pod, node, total: volume?.size, free: volume?.free, files, problem: undefined };
  } catch (error) {
    const problem = (error as Error).message;
    return { pod, node, total: undefined, free: undefined, files: [], problem };
  }
}

function stagedImages(ids: readonly string[], known: readonly ImageReport[]): StagedImage[] {
  const found = new Set(known.map(({ id }) => id));
  const unknown = ids
    .filter((id) => !found.has(id))
    .map((id) => ({ id, status: "unknown", stageHost: null, updated: undefined }));
  return [...known, ...unknown].map(({ id, status, stageHost, updated }) => ({
    id,
    status,
    stageHost: stageHost ?? undefined,
    stagePod: stageHost === null ? undefined : podOfUrl(stageHost),
    updated,
  }));
}
