import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { changeNode } from "../../../lab/nodes";
import { state } from "../../../lab/paths";
import { deleteImages, stageImage, statusOf } from "../images";
import { file, makeStackFile, npm, objects, stack } from "../stack";
import { becomesActive, importsWork, kube } from "./support";

const here = ["--stack", stack];
const [first, second, third] = [0, 1, 2].map((ordinal) => `glance-single-api-${ordinal}`) as [
  string,
  string,
  string,
];
const claimOf = (pod: string) => `glance-${pod}`;
const volumeOf = async (pod: string) =>
  (await objects("persistentvolumeclaims")).get(claimOf(pod))?.spec.volumeName;

/** Writes other nodes into the stack file. */
function setNodes(...nodes: string[]): void {
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace(/nodes: \[.*\]/, `nodes: [${nodes.join(", ")}]`));
}

/** Removes the stack with its claims and volumes. */
async function removeAll(): Promise<void> {
  await npm("up", ...here, "--config", "staging.retain=false");
  await npm("down", ...here, "--keep-lab");
}

/** Takes the disks of a node away, and puts empty ones in their place. */
async function replaceDisks(node: number): Promise<void> {
  await changeNode("stop", node);
  for (const disk of ["pv01", "pv02"]) {
    const folder = join(state, "nodes", `n${node}`, "disks", disk);
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
  }
}

describe("a stack on two nodes", () => {
  before(async () => {
    makeStackFile();
    await removeAll();
    makeStackFile();
    setNodes("n1", "n2");
    await npm("up", ...here, "--config", "layout=single");
    assert.deepEqual(await Promise.all([first, second, third].map(volumeOf)), [
      "local-storage01-n1",
      "local-storage01-n2",
      "local-storage02-n1",
    ]);
  });
  after(async () => {
    await removeAll();
    makeStackFile();
  });

  it("goes on with another node in the place of one that is lost for good", async () => {
    const [lost, kept] = [await stageImage(second, 8), await stageImage(third, 8)];
    const active = await stageImage(first, 8);
    await importsWork(third, active);
    setNodes("n1", "n3");
    await assert.rejects(npm("up", ...here), {
      message:
        /glance-single-api-1 is bound to the volume local-storage01-n2, .* on local-storage01-n3:/,
    });

    await replaceDisks(2);
    await kube("delete", "persistentvolumeclaim", claimOf(second), "--wait=false");
    await kube("delete", "pod", second, "--force", "--grace-period=0");
    await npm("up", ...here);
    assert.equal(await volumeOf(second), "local-storage01-n3");
    await npm("ops", "rescue", ...here, "--repair", "--older-than", "0");
    await kube("delete", "persistentvolume", "local-storage01-n2", "local-storage02-n2");

    assert.equal(await statusOf(first, lost.image), "queued");
    assert.deepEqual(await deleteImages(first, lost), [204]);
    await importsWork(first, kept);
    await becomesActive(second, active);
  });

  it("takes in another node, and a pod moves there when it has given its claim up", async () => {
    const [moving, kept] = [await stageImage(third, 8), await stageImage(second, 8)];
    setNodes("n1", "n3", "n2");
    await assert.rejects(npm("up", ...here), {
      message:
        /glance-single-api-2 is bound to the volume local-storage02-n1, .* on local-storage01-n2:/,
    });

    setNodes("n1", "n3");
    await npm("ops", "scale", "2", ...here, "--import");
    await kube("delete", "persistentvolumeclaim", claimOf(third));
    const volume = "local-storage02-n1";
    await npm("ops", "wipe-volume", volume, ...here, "--confirm", volume);
    setNodes("n1", "n3", "n2");
    await npm("up", ...here, "--config", "replicas=3");
    assert.equal(await volumeOf(third), "local-storage01-n2");

    await becomesActive(third, moving);
    await importsWork(third, kept);
  });
});
