import {
  type PersistentVolume,
  type Placement,
  volumeChangeProblem,
  volumeSelector,
} from "../../model/volumeChange";
import type { EvaluatedResource } from "../../render";
import type { Cluster } from "../cluster";
import { getObjects } from "../kubectl";

/** Refuses what the program's own guard refuses when Pulumi updates it: to take the volume of a claim away. */
export async function guardVolumes(
  cluster: Cluster,
  namespace: string,
  resources: readonly EvaluatedResource[],
): Promise<void> {
  const command = ["persistentvolumes", "-l", volumeSelector];
  const volumes = await getObjects<PersistentVolume>(cluster, command);
  const problem = volumeChangeProblem(volumes, namespace, placements(resources));
  if (problem !== undefined) {
    throw new Error(problem);
  }
}

function placements(resources: readonly EvaluatedResource[]): Placement[] {
  return resources
    .map(({ manifest }) => manifest as unknown as PersistentVolume & { kind: string })
    .filter(({ kind }) => kind === "PersistentVolume")
    .map(({ metadata, spec }) => ({
      name: metadata.name,
      path: spec.local?.path ?? "",
      ...(spec.claimRef === undefined ? {} : { claim: spec.claimRef.name }),
    }));
}
