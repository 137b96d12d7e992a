import type { Cluster } from "../../components/cluster";
import { lastLine, runPython } from "../python";

/** An image in Glance's database. Times are in seconds since the epoch. */
export interface ImageRecord {
  id: string;
  /** Glance's own status; `deleted` for all that it shows no longer. */
  status: string;
  /** Bytes of the source, and of the converted image as soon as that is complete. */
  size: number | null;
  diskFormat: string | null;
  updated: number;
  /** Number of places where it is stored. */
  locations: number;
  /** URL of the pod that has staged it; Glance drops it when the import begins. */
  stageHost: string | null;
  /** The task that holds the import lock; its fields are null when its record is gone. */
  task: {
    id: string;
    status: string | null;
    updated: number | null;
    method: string | null;
  } | null;
}

/**
 * Looks up images from a pod: all that are being staged or imported or have a stage host, and those with these ids;
 * what the database does not know is left out.
 *
 * @throws Error when the pod does not reach the database.
 */
export async function imageRecords(
  cluster: Cluster,
  pod: string,
  ids: readonly string[],
): Promise<ImageRecord[]> {
  const query = runPython<ImageRecord>(cluster, pod, "image_records", [ids]);
  return query.catch((error: unknown) => {
    throw new Error(`${pod} cannot reach the database: ${lastLine(error)}.`);
  });
}
