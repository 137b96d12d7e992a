import type { Cluster } from "../../components/cluster";
import { glancePods } from "../glance/pods";
import { imageRecords } from "../glance/imageRecord";
import { imageIds, visibleVolume } from "../glance/stagingVolume";
import { type HeldImage, heldImages } from "./heldImages";

/**
 * Looks at what pods hold: first into them, then into the database.
 *
 * @throws Error when nobody can look into one of them, which may hold anything, or the database cannot be reached.
 */
export async function readHeldImages(
  cluster: Cluster,
  names: readonly string[],
): Promise<HeldImage[]> {
  const pods = await glancePods(cluster);
  const staged = await Promise.all(
    names.map(async (name) => {
      const pod = pods.find((one) => one.name === name);
      const volume = pod && (await visibleVolume(cluster, pod));
      if (volume === undefined) {
        throw new Error(
          pod?.ready === true
            ? `Nobody can look into ${name}, although it is ready: see npm run ops -- staging.`
            : `${name} is not ready, so that nobody can look into it: start it first.`,
        );
      }
      return { pod: name, files: volume.files };
    }),
  );
  const ids = imageIds(staged.flatMap(({ files }) => files));
  const [pod = ""] = names;
  return heldImages(staged, await imageRecords(cluster, pod, ids));
}
