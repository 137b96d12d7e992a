import assert from "node:assert/strict";

import { waitUntil } from "../../../lab/wait";
import { apiPort } from "../../../model/image";
import { deleteImages, failedStoresOf, stageImage, startImport, statusOf } from "../images";
import { inNode, mountDisk, withoutPods } from "../nodes";
import { pythonInPod } from "../stack";
import type { Fault } from "./fault";
import { importsWork, other, stager } from "./support";

const volume = "/mnt/openstack/pv01";

/** What can happen to staging volumes. */
export const storageFaults: readonly Fault[] = [
  {
    situation: "A staging volume is full while an image is uploaded",
    clients: "413; the image is queued again",
    kept: "all else that is staged there",
    operator: "nothing, or larger volumes; clients upload again, to any pod",
    ci: true,
    test: () =>
      onSmallVolume(20, async () => {
        const kept = await stageImage(stager, 1);
        const [refused] = await pythonInPod(stager, "stage_image", apiPort, 64);
        assert.equal(refused.status, 413);
        assert.equal(await statusOf(other, refused.image), "queued");
        await deleteImages(other, refused);
        await importsWork(other, kept);
      }),
  },
  {
    situation: "A staging volume is full while an image is converted",
    clients: "the image is queued again, with the store in os_glance_failed_import",
    kept: "all else that is staged there; the source of this image is gone",
    operator: "larger volumes (`npm run plan` says for which images); clients upload again",
    test: () =>
      onSmallVolume(50, async () => {
        const kept = await stageImage(stager, 1);
        const failing = await stageImage(stager, 64);
        assert.equal(await startImport(other, failing.image), 202);
        await waitUntil(
          "The import did not end",
          120,
          async () => (await statusOf(other, failing.image)) === "queued",
        );
        assert.equal(await failedStoresOf(other, failing.image), "rbd");
        await deleteImages(other, failing);
        await importsWork(other, kept);
      }),
  },
];

/** Does something while the staging volume of the pod on n3 is a file system of so many MiB. */
async function onSmallVolume(mebibytes: number, work: () => Promise<void>): Promise<void> {
  await withoutPods(3, [stager], () => mountDisk(3, volume, mebibytes));
  try {
    await work();
  } finally {
    await withoutPods(3, [stager], () => inNode(3, "umount", volume));
  }
}
