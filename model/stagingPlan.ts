import { type Deployment, type Pod, podsOf } from "./deployment";
import { parseStorageQuantity } from "./quantity";
import { defaultWorkers, parallelImports, type Workers } from "./workers";

/** The local volumes of a node. */
export interface PlannedNode {
  node: string;
  volumes: number;
  /** Volumes that no pod claims. */
  free: number;
  /** Bytes of all volumes, and of the free ones. */
  capacity: number;
  freeCapacity: number;
}

/** What room the pods of a deployment have to stage. */
export interface StagingPlan {
  nodes: PlannedNode[];
  /** Bytes of the claims of all pods. */
  room: number;
  /** Pods without a volume; empty when the stack makes no volumes. */
  unplaced: Pod[];
  /** Imports that one pod runs at a time. */
  parallelImports: number;
  /** Bytes of the largest image that a pod can import by itself, and when all its imports are as large. */
  largestImage: { alone: number; parallel: number };
}

/**
 * Plans staging from configuration alone. An import needs room for the source and for the image that it is converted to,
 * which can be as large as its virtual size; the `image_size_cap` that holds in the worst case is half
 * of a volume, divided by the imports at a time.
 */
export function planStaging(
  deployment: Deployment,
  workers: Workers = defaultWorkers,
): StagingPlan {
  const { volumes, localStorage, staging } = deployment;
  const pods = podsOf(deployment);
  const used = new Set(pods.map(({ volume }) => volume));
  const bytes = parseStorageQuantity(localStorage?.size ?? "") ?? 0;
  const room = parseStorageQuantity(staging.size) ?? 0;
  const atOnce = parallelImports(workers);
  return {
    nodes: (localStorage?.nodes ?? []).map((node) => {
      const own = volumes.filter((volume) => volume.node === node);
      const free = own.filter((volume) => !used.has(volume));
      return {
        node,
        volumes: own.length,
        free: free.length,
        capacity: own.length * bytes,
        freeCapacity: free.length * bytes,
      };
    }),
    room: pods.length * room,
    unplaced: localStorage === undefined ? [] : pods.filter(({ volume }) => volume === undefined),
    parallelImports: atOnce,
    largestImage: { alone: room / 2, parallel: room / 2 / atOnce },
  };
}
