import { type ApiType, apiTypes, type Layout, podName, stagingClaimName } from "./names";
import { parseStorageQuantity } from "./quantity";
import { parallelImports } from "./image";
import { type LocalStorage, nodeOfOrdinal, type PlannedVolume, planVolumes } from "./volumePlan";

/** What decides where pods stage. */
export interface StagingSettings {
  layout: Layout;
  replicas: Record<ApiType, number>;
  staging: { size: string; storageClass: string };
  /** Local volumes that the stack makes; undefined when the class has volumes of its own. */
  localStorage?: LocalStorage | undefined;
}

/** One pod with its claim, and where that lands. */
export interface PlannedPod {
  pod: string;
  claim: string;
  /** The node on which the ordinal lands; undefined when the stack makes no volumes. */
  node: string | undefined;
  /** The volume that is kept for the claim; undefined when the stack makes none, or none for this one. */
  volume?: PlannedVolume | undefined;
}

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

/** Where the pods of a stack stage, and what fits there. */
export interface StagingPlan {
  pods: PlannedPod[];
  nodes: PlannedNode[];
  /** Pods without a volume; empty when the stack makes no volumes. */
  unplaced: PlannedPod[];
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
export function planStaging(settings: StagingSettings): StagingPlan {
  const { layout, replicas, staging, localStorage } = settings;
  const apis = apiTypes(layout);
  const volumes = localStorage === undefined ? [] : planVolumes(localStorage, apis);
  const byClaim = new Map(volumes.map((volume) => [volume.claim, volume]));
  const pods = apis.flatMap((apiType) =>
    Array.from({ length: replicas[apiType] }, (_, ordinal) => {
      const pod = podName(apiType, ordinal);
      const claim = stagingClaimName(pod);
      const node = localStorage && nodeOfOrdinal(localStorage.nodes, ordinal);
      return { pod, claim, node, volume: byClaim.get(claim) };
    }),
  );
  const used = new Set(pods.map(({ volume }) => volume));
  const bytes = parseStorageQuantity(localStorage?.size ?? "") ?? 0;
  const room = parseStorageQuantity(staging.size) ?? 0;
  return {
    pods,
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
    unplaced: localStorage === undefined ? [] : pods.filter(({ volume }) => volume === undefined),
    parallelImports,
    largestImage: { alone: room / 2, parallel: room / 2 / parallelImports },
  };
}
