import type { Cluster } from "../../components/cluster";
import { deployedPods, type GlancePod } from "../glance/pods";
import { lastLine } from "../python";
import { podOfUrl } from "../../model/names";
import { type ImageRecord, imageRecords } from "../glance/imageRecord";
import { imageIds, type StagedFile, stagingVolume } from "../glance/stagingVolume";

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

/**
 * Looks into the staging directory of every Glance pod, and into the database for the images that the files belong
 * to, that are being staged or imported, or that have a stage host. Pods that cannot be reached are listed as such.
 *
 * @throws Error when no pod can be reached, or the database cannot.
 */
export async function readStaging(cluster: Cluster): Promise<Staging> {
  const pods = await deployedPods(cluster);
  const volumes = await Promise.all(pods.map((pod) => volumeOf(cluster, pod)));
  const reached = volumes.find(({ problem }) => problem === undefined);
  if (reached === undefined) {
    throw new Error(`No Glance pod can be reached. ${volumes[0]?.pod}: ${volumes[0]?.problem}`);
  }
  const ids = imageIds(volumes.flatMap(({ files }) => files));
  const known = await imageRecords(cluster, reached.pod, ids);
  return { volumes, images: stagedImages(ids, known) };
}

async function volumeOf(cluster: Cluster, { name: pod, node }: GlancePod): Promise<StagingVolume> {
  try {
    const { total, free, files } = await stagingVolume(cluster, pod);
    return { pod, node, total, free, files, problem: undefined };
  } catch (error) {
    return { pod, node, total: undefined, free: undefined, files: [], problem: lastLine(error) };
  }
}

/** What the database knows of images, and that it does not know the others. */
export function stagedImages(ids: readonly string[], known: readonly ImageRecord[]): StagedImage[] {
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
