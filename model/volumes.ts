import { posix } from "node:path";

import { type ApiType, podName, stagingClaimName } from "./names";
import { formatStorageQuantity, parseStorageQuantity } from "./quantity";

/** Local storage of the workers. */
export interface LocalStorage {
  /** Names of the nodes, as in their label kubernetes.io/hostname. */
  nodes: string[];
  /** Number of volumes on each node; the directories pv01, pv02 ... must exist there. */
  volumesPerNode: number;
  /** Directory on each node that holds pv01, pv02 ... */
  directory: string;
  /** Capacity of one volume as a Kubernetes quantity. */
  size: string;
  /** Whether the stack makes the StorageClass; false takes one that exists. @default true */
  createStorageClass?: boolean;
}

/** What makes a StorageClass one of local volumes: they are there already, and pods run where theirs is. */
export const localClass = {
  provisioner: "kubernetes.io/no-provisioner",
  volumeBindingMode: "WaitForFirstConsumer",
};

/** One local PersistentVolume. */
export interface Volume {
  name: string;
  node: string;
  path: string;
  /** The only claim that may bind the volume; undefined for a spare one. */
  claim?: string;
}

/**
 * The local volumes and the claim that each of them is kept for. Ordinal i of every API lands on
 * node i modulo the number of nodes, and the APIs take turns with the volumes of a node. So the place of a
 * claim depends on nothing but its name: scaling one API never moves another pod's data. Volumes have no
 * namespace: the name of their class tells those of two stacks on the same nodes apart.
 */
export function planVolumes(
  storage: LocalStorage,
  apis: readonly ApiType[],
  storageClass: string,
): Volume[] {
  return storage.nodes.flatMap((node, nodeIndex) =>
    Array.from({ length: storage.volumesPerNode }, (_, index) => {
      const number = String(index + 1).padStart(2, "0");
      const api = apis[index % apis.length];
      const ordinal = Math.floor(index / apis.length) * storage.nodes.length + nodeIndex;
      return {
        name: `${storageClass}${number}-${node}`,
        node,
        path: posix.join(storage.directory, `pv${number}`),
        ...(api === undefined ? {} : { claim: stagingClaimName(podName(api, ordinal)) }),
      };
    }),
  );
}

/** The node on which this ordinal of every API lands. */
export function nodeOfOrdinal(nodes: readonly string[], ordinal: number): string | undefined {
  return nodes[ordinal % nodes.length];
}

/** Number of volumes that each node must have for the replicas of APIs, in the order in which they take turns. */
export function volumesPerNodeNeeded(nodes: number, replicas: readonly number[]): number {
  const turns = replicas.map((count, position) =>
    count === 0 ? 0 : (Math.ceil(count / nodes) - 1) * replicas.length + position + 1,
  );
  return Math.max(0, ...turns);
}

/** What the stack makes against what its replicas claim. */
export interface VolumeSummary {
  /** Number of volumes and their capacity; zero when the stack makes none. */
  available: { count: number; capacity: string };
  /** Number of claims and their size. */
  claimed: { count: number; capacity: string };
}

/** Compares the local volumes with the claims of the replicas. */
export function summarizeVolumes(
  storage: LocalStorage | undefined,
  claims: number,
  stagingSize: string,
): VolumeSummary {
  const count = storage ? storage.nodes.length * storage.volumesPerNode : 0;
  return {
    available: { count, capacity: total(count, storage?.size ?? "") },
    claimed: { count: claims, capacity: total(claims, stagingSize) },
  };
}

function total(count: number, size: string): string {
  return formatStorageQuantity(count * (parseStorageQuantity(size) ?? 0));
}
