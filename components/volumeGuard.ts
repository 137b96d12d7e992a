import * as pulumi from "@pulumi/pulumi";

import {
  foreignClassProblem,
  foreignVolumeProblem,
  type StorageClass,
} from "../model/foreignStorage";
import { apiTypes, type Layout } from "../model/names";
import { readOption } from "../model/options/read";
import { movesClaims, type PersistentVolume, volumeChangeProblem } from "../model/volumeChange";
import { type LocalStorage, planVolumes, type Volume } from "../model/volumes";
import { Cluster, type ClusterAccess } from "./cluster";

/** What of the local volumes decides which claim gets which of them. */
export interface VolumesUpdate {
  namespace?: string;
  layout?: Layout;
  storageClass?: string;
  localStorage: LocalStorage;
}

/** Guards LocalVolumes before they are made and updated, in preview too, as refuseVolumesUpdate says. */
export function volumeGuard(name: string, access: ClusterAccess = {}): pulumi.ResourceHook {
  return new pulumi.ResourceHook(
    `${name}-volume-guard`,
    ({ oldInputs, newInputs }) =>
      refuseVolumesUpdate(
        access,
        oldInputs as VolumesUpdate | undefined,
        newInputs as VolumesUpdate,
        pulumi.runtime.isDryRun(),
      ),
    { onDryRun: true },
  );
}

/**
 * Refuses an update that takes the volume of a claim away, and volumes that belong to somebody else. Asks the cluster with
 * kubectl, and only when claims move or volumes are added. A preview that only adds volumes needs no cluster.
 *
 * @throws Error, one sentence that names claim, volumes and remedy.
 */
export async function refuseVolumesUpdate(
  access: ClusterAccess,
  before: VolumesUpdate | undefined,
  after: VolumesUpdate,
  isPreview = false,
): Promise<void> {
  const plan = planOf(after);
  const old = before === undefined ? [] : planOf(before);
  const namespace = readOption("namespace", after.namespace);
  const isMoved =
    before !== undefined &&
    (readOption("namespace", before.namespace) !== namespace || movesClaims(old, plan));
  const isAdded = plan.some(({ name }) => !old.some((volume) => volume.name === name));
  if (isMoved || isAdded) {
    const problem = await storageProblem(
      new Cluster(namespace, access),
      classOf(after.storageClass),
      after.localStorage,
      plan,
    ).catch((error: unknown) => {
      if (isPreview && !isMoved) {
        return undefined;
      }
      throw new Error(
        `Claims may get other volumes, and which ones the cluster has is not known (${(error as Error).message}): ` +
          "run this again where kubectl reaches the cluster.",
        { cause: error },
      );
    });
    if (problem !== undefined) {
      throw new Error(problem);
    }
  }
}

/** Compares volumes and their class with those of the cluster; undefined when nothing is to be refused. */
export async function storageProblem(
  cluster: Cluster,
  storageClass: string,
  { createStorageClass = true }: LocalStorage,
  plan: readonly Volume[],
): Promise<string | undefined> {
  const volumes = await cluster.getObjects<PersistentVolume>(["persistentvolumes"]);
  const [found] = await cluster.getObjects<StorageClass>(["storageclass", storageClass]);
  return (
    volumeChangeProblem(volumes, cluster.namespace, plan) ??
    foreignVolumeProblem(volumes, cluster.namespace, plan) ??
    foreignClassProblem(found, storageClass, createStorageClass)
  );
}

function planOf({ localStorage, layout, storageClass }: VolumesUpdate): Volume[] {
  return planVolumes(localStorage, apiTypes(readOption("layout", layout)), classOf(storageClass));
}

function classOf(storageClass: string | undefined): string {
  return readOption("staging", { storageClass }).storageClass;
}
