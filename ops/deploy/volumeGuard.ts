import { storageProblem } from "../../components/volumeGuard";
import type { Stack } from "../stack";

/**
 * Refuses what the program's own guard refuses when Pulumi makes or updates the volumes: to take the volume of a claim
 * away, and what belongs to somebody else.
 */
export async function guardVolumes({ cluster, deployment }: Stack): Promise<void> {
  const { localStorage, namespace, staging, volumes } = deployment;
  const problem =
    localStorage &&
    (await storageProblem(cluster, namespace, staging.storageClass, localStorage, volumes));
  if (problem !== undefined) {
    throw new Error(problem);
  }
}
