import assert from "node:assert/strict";

import { stopDaemon } from "../../../lab/daemon";
import { startCeph } from "../../../lab/services/ceph";
import { startKeystone } from "../../../lab/services/keystone";
import { startMariadb } from "../../../lab/services/mariadb";
import { inServices } from "../../../lab/services/rootfs";
import { waitUntil } from "../../../lab/wait";
import {
  beginImport,
  deleteImages,
  failedStoresOf,
  type StagedImage,
  stageImage,
  startImport,
  statusOf,
} from "../images";
import { directClient } from "./direct";
import type { Fault } from "./fault";
import {
  becomesActive,
  becomesActiveOrIsRescued,
  importAgain,
  importsWork,
  kube,
  other,
  podsReady,
  stager,
  workerAt,
} from "./support";

/** What can happen to what Glance relies on. */
export const serviceFaults: readonly Fault[] = [
  {
    situation: "MariaDB is away",
    clients: "401, 500 or no answer to everything: Keystone needs it, too",
    kept: "everything; an import that wanted it meanwhile is found by rescue",
    operator: "bring it back; `npm run ops -- rescue --repair --import`",
    ci: true,
    async test() {
      const staged = await stageImage(stager, 8);
      const client = await directClient(other);
      const running = await beginImport(stager, other, 1024);
      await workerAt(stager, running.image);
      await stopDaemon("mariadb");
      try {
        const answer = await client.ask("GET", `/v2/images/${staged.image}`);
        assert.ok([undefined, 401, 500, 503].includes(answer), `it answers ${answer}`);
      } finally {
        await startMariadb();
      }
      await importAgain(other, staged, 120);
      await becomesActive(other, staged);
      await becomesActiveOrIsRescued(other, running);
      await podsReady();
    },
  },
  {
    situation: "Keystone is away",
    clients: "401 to everything, as if the token were wrong",
    kept: "everything, and imports go on",
    operator: "bring it back",
    async test() {
      const staged = await stageImage(stager, 2048);
      const client = await directClient(other);
      assert.equal(await startImport(other, staged.image), 202);
      await stopDaemon("keystone");
      try {
        assert.equal(await client.ask("GET", "/v2/images"), 401);
      } finally {
        await startKeystone();
      }
      await becomesActive(other, staged);
      await podsReady();
    },
  },
  {
    situation: "The Ceph OSD is away while an image is imported",
    clients: "the image is importing for longer, or queued again",
    kept: "all that is active",
    operator: "bring it back; clients upload again what is queued",
    async test() {
      const staged = await stageImage(stager, 8);
      await stopDaemon("ceph-osd");
      try {
        assert.equal(await startImport(other, staged.image), 202);
      } finally {
        await startCeph();
      }
      await endsActiveOrQueued(staged);
      await importsWork(other, await stageImage(stager, 8));
    },
  },
  {
    situation: "The Ceph monitors are away",
    clients: "500 to the import",
    kept: "everything",
    operator: "bring them back; clients try again",
    async test() {
      const staged = await stageImage(stager, 8);
      await stopDaemon("ceph-mon");
      try {
        assert.equal(await startImport(other, staged.image), 500);
      } finally {
        await startCeph();
      }
      await importAgain(other, staged, 120);
      await becomesActive(other, staged);
    },
  },
  {
    situation: "The Ceph pool is full",
    clients: "the image is queued again, with the store in os_glance_failed_import",
    kept: "all that is active; what was staged is gone",
    operator: "make room; clients upload again",
    async test() {
      const staged = await stageImage(stager, 64);
      await inServices(["ceph", "osd", "pool", "set-quota", "images", "max_bytes", "1048576"]);
      try {
        await waitUntil("The pool was not full", 60, async () =>
          /full_quota|POOL_FULL/.test(await inServices(["ceph", "health", "detail"])),
        );
        assert.equal(await startImport(other, staged.image), 202);
        await waitUntil(
          "The import did not end",
          240,
          async () => (await statusOf(other, staged.image)) === "queued",
        );
      } finally {
        await inServices(["ceph", "osd", "pool", "set-quota", "images", "max_bytes", "0"]);
      }
      assert.equal(await failedStoresOf(other, staged.image), "rbd");
      await deleteImages(other, staged);
      await waitUntil(
        "The pool was full",
        60,
        async () => !/full_quota|POOL_FULL/.test(await inServices(["ceph", "health", "detail"])),
      );
      await importsWork(other, await stageImage(stager, 8));
      // Glance has left its staged file open, deleted: no reason for the pod to wait when it ends.
      await kube("delete", "pod", stager, "--timeout=60s");
      await podsReady();
    },
  },
];

/** Waits until an import has ended; an image that is active is kept, one that is queued is deleted. */
async function endsActiveOrQueued(staged: StagedImage): Promise<void> {
  let status = "";
  await waitUntil("The import did not end", 120, async () => {
    status = await statusOf(other, staged.image);
    return ["active", "queued"].includes(status);
  });
  if (status === "active") {
    await becomesActive(other, staged);
  } else {
    assert.deepEqual(await deleteImages(other, staged), [204]);
  }
}
