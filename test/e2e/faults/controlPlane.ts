import assert from "node:assert/strict";

import { startControlPlane } from "../../../lab/cluster/controlPlane";
import { waitForApi } from "../../../lab/cluster/ready";
import { stopDaemon } from "../../../lab/daemon";
import { stageImage, startImport } from "../images";
import { directClient, importBody } from "./direct";
import type { Fault } from "./fault";
import { becomesActive, importAgain, importsWork, kube, other, podsReady, stager } from "./support";

/** Imports an image while a part of the control plane is away. */
async function importWithout(...daemons: string[]): Promise<void> {
  const staged = await stageImage(stager, 8);
  const client = await directClient(other);
  for (const daemon of daemons) {
    await stopDaemon(daemon);
  }
  try {
    assert.equal(await client.ask("POST", `/v2/images/${staged.image}/import`, importBody), 202);
  } finally {
    startControlPlane();
    await waitForApi();
  }
  await becomesActive(other, staged);
  await podsReady();
}

/** What can happen to the control plane of Kubernetes. */
export const controlPlaneFaults: readonly Fault[] = [
  {
    situation: "The API server is away",
    clients: "nothing",
    kept: "everything",
    operator: "bring it back; until then nothing can be deployed, and no pod is replaced",
    ci: true,
    test: () => importWithout("kube-apiserver"),
  },
  {
    situation: "etcd is away",
    clients: "nothing",
    kept: "everything",
    operator: "bring it back; until then nothing can be deployed, and no pod is replaced",
    test: () => importWithout("etcd"),
  },
  {
    situation: "Controller manager and scheduler are away, and a pod is deleted",
    clients:
      "500 or 502 to import and delete of what it staged, after a minute, until they are back",
    kept: "everything",
    operator: "bring them back",
    async test() {
      const staged = await stageImage(stager, 8);
      await stopDaemon("kube-controller-manager");
      await stopDaemon("kube-scheduler");
      try {
        await kube("delete", "pod", stager);
        // Its address stays in the Service; Glance gives up after as long as Apache does.
        assert.match(String(await startImport(other, staged.image)), /^50[02]$/);
      } finally {
        startControlPlane();
      }
      await podsReady();
      await importAgain(other, staged, 60);
      await becomesActive(other, staged);
    },
  },
  {
    situation: "The DNS of the cluster is away",
    clients: "500 to import and delete through another pod than the one that staged the image",
    kept: "everything",
    operator: "bring it back",
    async test() {
      const staged = await stageImage(stager, 8);
      await stopDaemon("coredns");
      try {
        assert.equal(await startImport(other, staged.image), 500);
      } finally {
        startControlPlane();
      }
      await importAgain(other, staged, 60);
      await becomesActive(other, staged);
      await importsWork(other, await stageImage(stager, 8));
    },
  },
];
