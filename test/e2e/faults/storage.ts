import assert from "node:assert/strict";

import { execa } from "execa";

import { nodeDaemon } from "../../../lab/cluster/node.js";
import { daemonPid } from "../../../lab/daemon.js";
import { childrenOf } from "../../../lab/processes.js";
import { waitUntil } from "../../../lab/wait.js";
import { stageImage, startImport, statusOf, deleteImages } from "../images.js";
import { pythonInPod } from "../stack.js";
import type { Fault } from "./fault.js";
import { importsWork, kube, other, podsReady, stager } from "./support.js";

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
        const [refused] = await pythonInPod(stager, "stageImage", "64");
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
        await deleteImages(other, failing);
        await importsWork(other, kept);
      }),
  },
];

/** Does something while the staging volume of the pod on n3 is a file system of so many MiB. */
async function onSmallVolume(mebibytes: number, work: () => Promise<void>): Promise<void> {
  await withoutPod(["mount", "-t", "tmpfs", "-o", `size=${mebibytes}m`, "tmpfs", volume]);
  try {
    await work();
  } finally {
    await withoutPod(["umount", volume]);
  }
}

/** Runs a command on node n3 while the pod is away: with it, the kernel would take the mount away again. */
async function withoutPod(command: string[]): Promise<void> {
  await kube("cordon", "n3");
  await kube("delete", "pod", stager);
  await inNode(command);
  await kube("uncordon", "n3");
  await podsReady();
}

/** Runs a command on node n3. */
async function inNode(command: string[]): Promise<void> {
  const [shell] = childrenOf(daemonPid(nodeDaemon(3)) ?? 0);
  const enter = ["--target", String(shell), "--mount", "--root", "--wd=/"];
  await execa("nsenter", [...enter, ...command]);
}
