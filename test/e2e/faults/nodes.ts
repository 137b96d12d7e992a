import assert from "node:assert/strict";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import { state } from "../../../lab/paths";
import { waitUntil } from "../../../lab/wait";
import { changeNode } from "../../../lab/nodes";
import {
  beginImport,
  deleteImages,
  type StagedImage,
  stageImage,
  startImport,
  statusOf,
  storedImages,
} from "../images";
import { connectNodes, separateNodes } from "../nodes";
import { npm, stack } from "../stack";
import type { Fault } from "./fault";
import {
  becomesActive,
  importAgain,
  importsWork,
  kube,
  other,
  podsReady,
  rescued,
  stager,
} from "./support";
import { endInNode } from "./processes";

/** What can happen to nodes. */
export const nodeFaults: readonly Fault[] = [
  {
    situation: "A node loses its power for a short time",
    clients: "500 to import and delete of what was staged there, until it is back",
    kept: "everything but imports that ran there, which rescue finds",
    operator: "start the node; `npm run ops -- rescue --repair --import`",
    ci: true,
    async test() {
      const staged = await stageImage(stager, 8);
      const running = await beginImport(stager, other, 2048);
      await isStored(running);
      await changeNode("stop", 3);
      assert.equal(await startImport(other, staged.image), 500);
      await changeNode("start", 3);
      await podsReady(240);
      await importAgain(other, staged, 60);
      await becomesActive(other, staged);
      await rescued(running);
      await becomesActive(other, running);
    },
  },
  {
    situation: "A node loses its network",
    clients: "500 to import and delete of what was staged there, until it is back",
    kept: "everything",
    operator: "mend the network",
    async test() {
      const staged = await stageImage(stager, 8);
      await changeNode("cut", 3);
      assert.equal(await startImport(other, staged.image), 500);
      await changeNode("join", 3);
      await podsReady(240);
      await importAgain(other, staged, 60);
      await becomesActive(other, staged);
    },
  },
  {
    situation: "Two nodes lose the network between them",
    clients:
      "500 or 502, after a minute, to import and delete through the pods of the one node of what is staged on the other; it may run all the same",
    kept: "everything",
    operator: "mend the network; clients look at the image, and try again",
    async test() {
      const [staged, late] = [await stageImage(stager, 8), await stageImage(stager, 8)];
      await separateNodes(1, 3);
      try {
        assert.match(String(await startImport(other, late.image)), /^50[02]$/);
        await importsWork("glance-external-api-1", staged);
      } finally {
        await connectNodes(1, 3);
      }
      await waitUntil(`${late.image} was not active`, 120, async () => {
        await startImport(other, late.image);
        return (await statusOf(other, late.image)) === "active";
      });
      await becomesActive(other, late);
    },
  },
  {
    situation: "A node is lost for good, with its disks",
    clients: "500 to import and delete of what was staged there",
    kept: "all that is active; what was staged on this node is lost",
    operator:
      "put another node of the same name in its place, with empty directories for the volumes; `npm run ops -- rescue --repair`, and clients upload again",
    async test() {
      const [lost, kept] = [await stageImage(stager, 8), await stageImage(other, 8)];
      await changeNode("stop", 3);
      const disks = join(state, "nodes/n3/disks");
      for (const disk of ["pv01", "pv02"]) {
        rmSync(join(disks, disk), { recursive: true });
        mkdirSync(join(disks, disk));
      }
      await changeNode("start", 3);
      await podsReady(240);
      await npm("ops", "rescue", "--stack", stack, "--repair", "--older-than", "0");
      assert.equal(await statusOf(other, lost.image), "queued");
      assert.deepEqual(await deleteImages(other, lost), [204]);
      await importsWork(stager, kept);
    },
  },
  {
    situation: "A node is drained for maintenance",
    clients: "500 to import and delete of what was staged there, until it is back",
    kept: "everything; imports that run there end before their pod does",
    operator: "`kubectl drain`, later `kubectl uncordon`: the pods wait for their node",
    async test() {
      const staged = await beginImport(stager, other, 2048);
      await kube("drain", "n3", "--ignore-daemonsets", "--delete-emptydir-data", "--timeout=300s");
      await becomesActive(other, staged);
      await kube("uncordon", "n3");
      await podsReady();
    },
  },
  {
    situation: "kubelet ends on a node",
    clients: "nothing",
    kept: "everything",
    operator: "nothing; the service manager of the node starts it again",
    async test() {
      const staged = await stageImage(stager, 8);
      endInNode(3, "kubelet");
      await importsWork(other, staged);
      await podsReady();
    },
  },
  {
    situation: "containerd ends on a node",
    clients: "nothing",
    kept: "everything",
    operator: "nothing; the service manager of the node starts it again",
    async test() {
      const staged = await stageImage(stager, 8);
      endInNode(3, "containerd");
      await waitUntil("The pod did not answer", 60, async () => {
        await kube("exec", stager, "-c", "glance-api", "--", "true");
        return true;
      });
      await importsWork(other, staged);
      await podsReady();
    },
  },
  {
    situation: "kube-proxy ends on a node",
    clients: "nothing: the rules of the kernel stay",
    kept: "everything",
    operator: "nothing; the service manager of the node starts it again",
    async test() {
      const staged = await stageImage(other, 8);
      endInNode(3, "kube-proxy");
      // To find the other pod, this one asks the Service of the DNS.
      await importsWork(stager, staged);
    },
  },
];

/** Waits until an import has begun to store its image in Ceph. */
function isStored({ image }: StagedImage): Promise<void> {
  return waitUntil(`${image} was not stored`, 60, async () =>
    (await storedImages(other)).includes(image),
  );
}
