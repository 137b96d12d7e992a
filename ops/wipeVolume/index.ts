import { Listr, PRESET_TIMER } from "listr2";

import type { Deployment } from "../../model/deployment";
import type { Cluster } from "../../components/cluster";
import type { Stack } from "../stack";
import { bindToWipeClaim, empty, free, type Removed, removeWipeObjects } from "./steps";
import { type ClaimRef, type PersistentVolume, wipeProblem } from "./volume";

/**
 * Empties a Released local volume and frees it for the claim that the stack keeps it for. It can be interrupted
 * at any point and run again: until the end the volume is kept for a temporary claim, which no pod of Glance has.
 *
 * @throws Error when the volume may not be emptied, or when emptying it fails.
 */
export async function wipeVolume(stack: Stack, name: string, confirmation: string): Promise<void> {
  const { cluster, deployment } = stack;
  const { namespace } = cluster;
  const volume = await readVolume(cluster, name);
  const problem = wipeProblem(volume, {
    namespace,
    storageClass: deployment.staging.storageClass,
    confirmation,
    claimUid: await uidOfClaim(cluster, volume.spec.claimRef),
  });
  if (problem !== undefined) {
    throw new Error(problem);
  }

  const { image } = stack.settings;
  const claim = claimOf(deployment, name);
  let removed: Removed = { files: 0, bytes: 0 };
  await new Listr(
    [
      {
        title: `Bind ${name} to a temporary claim`,
        task: () => bindToWipeClaim(cluster, volume),
      },
      {
        title: `Delete all that is on ${name}`,
        task: async () => {
          removed = await empty(cluster, name, image);
        },
      },
      {
        title: "Remove the temporary claim",
        task: () => removeWipeObjects(cluster, name),
      },
      { title: `Free ${name}`, task: () => free(cluster, name, claim) },
    ],
    {
      fallbackRenderer: "simple",
      rendererOptions: { timer: PRESET_TIMER },
      fallbackRendererOptions: { timer: PRESET_TIMER },
    },
  ).run();
  const { files, bytes } = removed;
  const owner = claim === undefined ? "any claim of its class" : `the claim ${claim.name}`;
  console.log(`Removed ${files} files of ${bytes} bytes. ${name} is free for ${owner}.`);
}

async function readVolume(cluster: Cluster, name: string): Promise<PersistentVolume> {
  const [volume] = await cluster.getObjects<PersistentVolume>(["persistentvolume", name]);
  if (volume === undefined) {
    throw new Error(
      `There is no PersistentVolume ${name}: choose one that kubectl get persistentvolumes shows.`,
    );
  }
  return volume;
}

async function uidOfClaim(
  cluster: Cluster,
  claim: ClaimRef | undefined,
): Promise<string | undefined> {
  if (claim === undefined) {
    return undefined;
  }
  const where = ["persistentvolumeclaim", claim.name, "-n", claim.namespace];
  const [found] = await cluster.getObjects<{ metadata: { uid: string } }>(where);
  return found?.metadata.uid;
}

/** The claim that the program keeps a volume for; undefined for a spare one, or one that it did not make. */
function claimOf({ volumes, namespace }: Deployment, volume: string): ClaimRef | undefined {
  const name = volumes.find((one) => one.name === volume)?.claim;
  return name === undefined ? undefined : { namespace, name };
}
