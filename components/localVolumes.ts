import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { apiTypes, type Layout } from "../model/names";
import { sharedFieldManager } from "./podSecurity";
import { type LocalStorage, type PlannedVolume, planVolumes } from "../model/volumePlan";

/** Arguments of LocalVolumes. */
export interface LocalVolumesArgs {
  /** Name of the StorageClass. */
  storageClass: string;
  /** Namespace of the claims. */
  namespace: string;
  /** Layout of the APIs for whose claims the volumes are kept. */
  layout: Layout;
  localStorage: LocalStorage;
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

    for (const volume of planVolumes(args.localStorage, apiTypes(args.layout))) {
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
      capacity: { storage: args.localStorage.size },
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
