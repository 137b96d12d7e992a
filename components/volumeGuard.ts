import * as pulumi from "@pulumi/pulumi";

import { apiTypes, type Layout } from "../model/names";
import { readOption } from "../model/options/read";
import {
  movesClaims,
  type PersistentVolume,
  type Placement,
  volumeChangeProblem,
  volumeSelector,
} from "../model/volumeChange";
import { type LocalStorage, planVolumes } from "../model/volumes";
import { type ClusterAccess, getObjects } from "./kubectl";

/** What of the local volumes decides which claim gets which of them. */
export interface VolumesUpdate {
  namespace?: string;
  layout?: Layout;
  localStorage: LocalStorage;
}

/** Guards updates of LocalVolumes, in preview too, as refuseVolumesUpdate says. */
export function volumeGuard(name: string, cluster: ClusterAccess = {}): pulumi.ResourceHook {
  return new pulumi.ResourceHook(
    `${name}-volume-guard`,
    ({ oldInputs, newInputs }) =>
      refuseVolumesUpdate(cluster, oldInputs as VolumesUpdate, newInputs as VolumesUpdate),
    { onDryRun: true },
  );
}

/**
 * Refuses an update that takes the volume of a claim away. Asks the cluster with kubectl, and only when claims move.
 *
 * @throws Error, one sentence that names claim, volumes and remedy.
 */
export async function refuseVolumesUpdate(
  cluster: ClusterAccess,
  before: VolumesUpdate,
  after: VolumesUpdate,
): Promise<void> {
  const plan = placements(after);
  const namespace = readOption("namespace", after.namespace);
  const isMoved = readOption("namespace", before.namespace) !== namespace;
  if (isMoved || movesClaims(placements(before), plan)) {
    const volumes = await volumesOf(cluster);
    const problem = volumeChangeProblem(volumes, namespace, plan);
    if (problem !== undefined) {
      throw new Error(problem);
    }
  }
}

function placements({ localStorage, layout }: VolumesUpdate): Placement[] {
  return planVolumes(localStorage, apiTypes(readOption("layout", layout)));
}

async function volumesOf(cluster: ClusterAccess): Promise<PersistentVolume[]> {
  return getObjects<PersistentVolume>(cluster, ["persistentvolumes", "-l", volumeSelector]).catch(
    (error: unknown) => {
      throw new Error(
        `Claims would get other volumes, and which ones they are bound to is not known (${(error as Error).message}): ` +
          "run this again where kubectl reaches the cluster.",
        { cause: error },
      );
    },
  );
}
