import assert from "node:assert/strict";

import { apiPort, drainMarker } from "../../../model/image";
import { beginImport, stageImage, startImport, statusOf } from "../images";
import { inPod, pythonInPod } from "../stack";
import { answersDuring, directClient } from "./direct";
import type { Fault } from "./fault";
import {
  becomesActive,
  importAgain,
  importsWork,
  kube,
  leavesService,
  other,
  podsReady,
  rescued,
  restartCount,
  restarts,
  stager,
  workerAt,
} from "./support";

/** What can happen to pods and what is in them. */
export const podFaults: readonly Fault[] = [
  {
    situation: "The pod that staged an image is deleted",
    clients: "500 to import and delete of this image until the pod is back, in about ten seconds",
    kept: "everything",
    operator: "nothing; clients try again",
    ci: true,
    async test() {
      const staged = await stageImage(stager, 8);
      await kube("delete", "pod", stager, "--wait=false");
      await importAgain(other, staged, 120);
      await becomesActive(other, staged);
      await podsReady();
    },
  },
  {
    situation: "All pods are deleted at once",
    clients: "no answer until the first pod is back",
    kept: "everything",
    operator: "nothing",
    async test() {
      const staged = await stageImage(stager, 8);
      await kube("delete", "pods", "-l", "app.kubernetes.io/name=glance");
      await podsReady();
      await importsWork(other, staged);
    },
  },
  {
    situation: "A pod is killed, without its grace period, while it imports an image",
    clients: "the image stays importing; to import it again gives 409",
    kept: "the image, as it was staged or already converted",
    operator: "`npm run ops -- rescue --repair --import`",
    ci: true,
    async test() {
      const staged = await beginImport(stager, other, 2048);
      await workerAt(stager, staged.image);
      await kube("delete", "pod", stager, "--force", "--grace-period=0");
      await podsReady();
      assert.equal(await statusOf(other, staged.image), "importing");
      assert.equal(await startImport(other, staged.image), 409);
      await rescued(staged);
      await becomesActive(other, staged);
    },
  },
  {
    situation: "A process of Glance is killed while it imports an image",
    clients: "the image stays importing; everything else goes on",
    kept: "the image, as it was staged or already converted",
    operator: "`npm run ops -- rescue --repair --import`",
    async test() {
      const staged = await beginImport(stager, other, 2048);
      const worker = await workerAt(stager, staged.image);
      await inPod(stager, "sh", "-c", `kill -KILL ${worker}`);
      await podsReady();
      assert.equal(await statusOf(other, staged.image), "importing");
      await rescued(staged);
      await becomesActive(other, staged);
    },
  },
  {
    situation: "The container glance-api ends",
    clients: "502 and 503 from this pod until Kubernetes has started it again, in seconds",
    kept: "all but imports that ran, as above",
    operator: "nothing, or rescue as above",
    ci: true,
    async test() {
      const staged = await stageImage(stager, 8);
      const client = await directClient(stager);
      const answers = await answersDuring(client, () =>
        restarts(stager, "glance-api", () => inPod(stager, "sh", "-c", "kill -INT 1")),
      );
      assert.ok(answers.includes(503), String(answers));
      await importsWork(other, staged);
    },
  },
  {
    situation: "Apache ends in a pod",
    clients: "no connection to this pod until Kubernetes has started it again, in seconds",
    kept: "everything, and imports go on",
    operator: "nothing",
    ci: true,
    async test() {
      const staged = await beginImport(stager, other, 1024);
      await workerAt(stager, staged.image);
      const end = ["exec", stager, "-c", "glance-httpd", "--", "sh", "-c", "kill -TERM 1"];
      await restarts(stager, "glance-httpd", () => kube(...end));
      await becomesActive(other, staged);
    },
  },
  {
    situation: "Clients upload so slowly that all threads of a pod wait for them",
    clients: "502 from this pod after a minute; the Service leaves it out until a thread is free",
    kept: "everything, and imports go on",
    operator: "nothing",
    async test() {
      const staged = await beginImport(stager, other, 2048);
      const before = await restartCount(stager, "glance-api");
      // Longer than three probes, each of which waits for an answer until its time-out.
      const [answers] = await Promise.all([
        pythonInPod(stager, "hold_threads", apiPort, 75),
        leavesService(stager, 75),
      ]);
      assert.deepEqual(answers, [{ status: 502 }]);
      // The preStop hook makes it as soon as the container is to end.
      assert.equal(await inPod(stager, "sh", "-c", `ls ${drainMarker} 2>/dev/null || true`), "");
      await becomesActive(other, staged);
      await podsReady();
      assert.equal(await restartCount(stager, "glance-api"), before);
    },
  },
  {
    situation: "Glance hangs in a pod for a minute",
    clients: "500 or 502 to the import of what it staged, after a minute; it may run all the same",
    kept: "everything",
    operator:
      "nothing: Kubernetes starts the container again after a minute; clients look at the image, and try again",
    async test() {
      const staged = await stageImage(stager, 8);
      // All but process 1, which is the master of uWSGI, and the shell itself.
      await inPod(stager, "sh", "-c", "kill -STOP -1");
      try {
        // Glance gives up after as long as Apache does.
        assert.match(String(await startImport(other, staged.image)), /^50[02]$/);
      } finally {
        await inPod(stager, "sh", "-c", "kill -CONT -1").catch(() => undefined);
      }
      await podsReady();
      if ((await statusOf(other, staged.image)) === "uploading") {
        await importAgain(other, staged, 60);
      }
      await becomesActive(other, staged);
    },
  },
];
