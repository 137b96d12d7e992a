import { stagingDirectory } from "../../model/image";
import type { Cluster } from "../../components/cluster";
import type { GlancePod } from "./pods";
import { runPython } from "../python";
import { imageIdOf } from "./imageId";

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

/** A file as `staging_volume.py` lists it. */
export type ListedFile = Omit<StagedFile, "image" | "converted">;

/** What is on the staging volume of a pod. */
export interface VolumeContent {
  /** Bytes of the file system. */
  total: number;
  /** Bytes that Glance may still write. */
  free: number;
  /** When the node of the pod was started, in seconds since the epoch. */
  booted: number;
  files: StagedFile[];
}

/**
 * Looks at the staging volume of a pod.
 *
 * @throws Error when nobody can look into the pod.
 */
export async function stagingVolume(cluster: Cluster, pod: string): Promise<VolumeContent> {
  const [volume] = await runPython<Omit<VolumeContent, "files"> & { files: ListedFile[] }>(
    cluster,
    pod,
    "staging_volume",
    [stagingDirectory],
  );
  if (volume === undefined) {
    throw new Error(`Nothing came back from ${pod}.`);
  }
  return { ...volume, files: volume.files.map(stagedFile) };
}

/** The staging volume of a pod; undefined when that is not ready, or nobody can look into it. */
export async function visibleVolume(
  cluster: Cluster,
  { name, ready }: GlancePod,
): Promise<VolumeContent | undefined> {
  return ready ? await stagingVolume(cluster, name).catch(() => undefined) : undefined;
}

/** What the name of a staged file says about it. */
export function stagedFile(file: ListedFile): StagedFile {
  return { ...file, image: imageIdOf(file.name), converted: file.name.endsWith(".raw") };
}

/** Ids of the images that files belong to. */
export function imageIds(files: readonly StagedFile[]): string[] {
  return [...new Set(files.flatMap(({ image }) => image ?? []))];
}
