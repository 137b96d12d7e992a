import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { localStorageProblem, namespaceProblem, sharedClassProblem } from "../model/checks";
import { apiTypes, type Layout } from "../model/names";
import { readOption, refuse } from "../model/options/read";
import { localClass, type LocalStorage, planVolumes, type Volume } from "../model/volumes";
import { checkArgs } from "./checkedArgs";
import { guardedOptions } from "./guardedOptions";
import type { ClusterAccess } from "./cluster";
import { sharedFieldManager } from "./podSecurity";
import { volumeGuard } from "./volumeGuard";

/** Arguments of LocalVolumes. They are plain: they decide which volumes there are. */
export interface LocalVolumesArgs {
  /** Name of the StorageClass. @default local-storage */
  storageClass?: string;
  /** Namespace of the claims. @default openstack */
  namespace?: string;
  /** Layout of the APIs for whose claims the volumes are kept. @default split */
  layout?: Layout;
  localStorage: LocalStorage;
  /** Whether volumes and class outlive the stack, so that its next deployment finds the data again. @default true */
  retain?: boolean;
  /** How kubectl reaches the cluster, to look for bound claims before volumes move. @default what kubectl uses */
  cluster?: ClusterAccess;
}

/**
 * A StorageClass without provisioner and the local PersistentVolumes of the workers, each kept for the
 * claim of one pod. Give it a provider with `upsertExistingObjects`: retained volumes exist already
 * when the stack comes back. What takes the volume of a bound claim away, or a volume, a directory or the class of somebody
 * else, is refused, in preview too.
 */
export class LocalVolumes extends pulumi.ComponentResource {
  constructor(name: string, args: LocalVolumesArgs, opts?: pulumi.ComponentResourceOptions) {
    const guard = volumeGuard(name, args.cluster);
    super("glance:index:LocalVolumes", name, args, guardedOptions(guard, opts, [guard]));
    const { storageClass, namespace, layout, localStorage, retain } = checkArgs(this, () =>
      checkedArgs(args),
    );
    const childOptions = {
      parent: this,
      retainOnDelete: retain,
      // A replacement of the same name must never be deleted after it was adopted.
      deleteBeforeReplace: true,
    };

    if (localStorage.createStorageClass ?? true) {
      new k8s.storage.v1.StorageClass(
        name,
        { metadata: { name: storageClass, annotations: sharedFieldManager }, ...localClass },
        childOptions,
      );
    }

    for (const volume of planVolumes(localStorage, apiTypes(layout), storageClass)) {
      new k8s.core.v1.PersistentVolume(
        `${name}-${volume.name}`,
        persistentVolume(volume, { storageClass, namespace, size: localStorage.size }),
        childOptions,
      );
    }

    this.registerOutputs();
  }
}

function checkedArgs(args: LocalVolumesArgs) {
  const { storageClass, retain } = readOption("staging", {
    storageClass: args.storageClass,
    retain: args.retain,
  });
  const namespace = readOption("namespace", args.namespace);
  const localStorage = readOption("localStorage", args.localStorage) ?? args.localStorage;
  refuse(namespaceProblem(namespace));
  refuse(sharedClassProblem(storageClass));
  refuse(localStorageProblem(localStorage));
  return {
    storageClass,
    retain,
    namespace,
    localStorage,
    layout: readOption("layout", args.layout),
  };
}

function persistentVolume(
  volume: Volume,
  args: { storageClass: string; namespace: string; size: string },
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
