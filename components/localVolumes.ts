import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { sharedFieldManager } from "./names";
import type { PlannedVolume } from "./volumePlan";

/** Arguments of LocalVolumes. */
export interface LocalVolumesArgs {
  /** Name of the StorageClass. */
  storageClass: string;
  /** Namespace of the claims. */
  namespace: string;
  /** Capacity of each volume as a Kubernetes quantity. */
  size: string;
  /** The volumes and the claims that they are kept for. */
  volumes: readonly PlannedVolume[];
  /** Whether volumes and class outlive the stack, so that its next deployment finds the data again. */
  retain: boolean;
}

/**
 * A StorageClass without provisioner and the local PersistentVolumes of the workers, each kept for the
 * claim of one pod. Give it a provider with `upsertExistingObjects`: retained volumes exist already
 * when the stack comes back.
 */
export class LocalVolumes extends pulumi.ComponentResource {
  constructor(name: string, args: LocalVolumesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("glance:index:LocalVolumes", name, args, opts);
    const childOptions = {
      parent: this,
      retainOnDelete: args.retain,
      // A replacement of the same name must never be deleted after it was adopted.
      deleteBeforeReplace: true,
    };

    new k8s.storage.v1.StorageClass(
      name,
      {
        metadata: { name: args.storageClass, annotations: sharedFieldManager },
        provisioner: "kubernetes.io/no-provisioner",
        volumeBindingMode: "WaitForFirstConsumer",
      },
      childOptions,
    );

    for (const volume of args.volumes) {
      new k8s.core.v1.PersistentVolume(
        `${name}-${volume.name}`,
        persistentVolume(volume, args),
        childOptions,
      );
    }

    this.registerOutputs();
  }
}

function persistentVolume(
  volume: PlannedVolume,
  args: LocalVolumesArgs,
): k8s.core.v1.PersistentVolumeArgs {
  return {
    metadata: {
      name: volume.name,
      labels: { "app.kubernetes.io/part-of": "glance" },
      annotations: sharedFieldManager,
    },
    spec: {
      storageClassName: args.storageClass,
      capacity: { storage: args.size },
      accessModes: ["ReadWriteOnce"],
      volumeMode: "Filesystem",
      persistentVolumeReclaimPolicy: "Retain",
      local: { path: volume.path },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            {
              matchExpressions: [
                { key: "kubernetes.io/hostname", operator: "In", values: [volume.node] },
              ],
            },
          ],
        },
      },
      // Without uid: a claim of that name that is made anew binds the same volume again.
      ...(volume.claim === undefined
        ? {}
        : { claimRef: { namespace: args.namespace, name: volume.claim } }),
    },
  };
}
