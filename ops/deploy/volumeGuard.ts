import { getObjects } from "../../components/kubectl";
import {
  type PersistentVolume,
  volumeChangeProblem,
  volumeSelector,
} from "../../model/volumeChange";
import type { Stack } from "../stack";

/** Refuses what the program's own guard refuses when Pulumi updates it: to take the volume of a claim away. */
export async function guardVolumes({ cluster, deployment }: Stack): Promise<void> {
  const command = ["persistentvolumes", "-l", volumeSelector];
  const volumes = await getObjects<PersistentVolume>(cluster, command);
  const problem = volumeChangeProblem(volumes, deployment.namespace, deployment.volumes);
  if (problem !== undefined) {
    throw new Error(problem);
  }
}
