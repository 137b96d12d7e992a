import assert from "node:assert/strict";

import { execa } from "execa";

import { apiPort, stagingDirectory } from "../../../model/image";
import { waitUntil } from "../../../lab/wait";
import { openStack } from "../../../ops/stack";
import { stageImage } from "../images";
import {
  type ClusterObject,
  inPod,
  makeStackFile,
  npm,
  objects,
  pythonInPod,
  stack,
} from "../stack";

const pod = "glance-external-api-2";
const claim = `glance-${pod}`;
const volume = "local-storage01-n3";
const temporary = `wipe-${volume}`;
const here = ["--stack", stack];

const inNamespace = (...args: string[]) =>
  openStack(stack).cluster.kubectl([...args, "--timeout=300s"]);
const wipe = (...options: string[]) => npm("ops", "wipe-volume", volume, ...here, ...options);

interface Volume extends ClusterObject {
  spec: ClusterObject["spec"] & { claimRef?: { name: string; uid?: string } };
}

async function readVolume(): Promise<Volume> {
  const found = (await objects("persistentvolumes")).get(volume);
  assert.ok(found);
  return found;
}

async function scale(replicas: number): Promise<void> {
  await inNamespace("scale", "statefulset/glance-external-api", `--replicas=${replicas}`);
  await inNamespace("rollout", "status", "statefulset/glance-external-api");
  if (replicas < 3) {
    await inNamespace("wait", "--for=delete", `pod/${pod}`);
  }
}

/** Leaves the volume Released, with what was staged there. */
async function release(): Promise<void> {
  await scale(2);
  await inNamespace("delete", "persistentvolumeclaim", claim);
  await waitUntil("the volume was not Released", 30, async () => {
    return (await readVolume()).status.phase === "Released";
  });
}

/** Runs the command and kills it as soon as this step has begun. */
async function wipeAndKill(title: string): Promise<void> {
  const options = ["wipe-volume", volume, ...here, "--confirm", volume];
  const run = execa("node", ["start/command.js", "ops/cli.ts", ...options], { reject: false });
  run.stdout.on("data", (output: Buffer) => {
    if (output.toString().includes(title)) {
      run.kill("SIGKILL");
    }
  });
  assert.equal((await run).signal, "SIGKILL", title);
}

async function assertFreed(): Promise<void> {
  const { spec, status } = await readVolume();
  assert.equal(status.phase, "Available");
  assert.deepEqual([spec.claimRef?.name, spec.claimRef?.uid], [claim, undefined]);
  assert.equal((await objects("persistentvolumeclaims")).get(temporary), undefined);
  assert.equal((await objects("jobs")).get(temporary), undefined);
}

describe("wipe-volume on the lab", () => {
  before(async () => {
    makeStackFile();
    await npm("up", ...here);
  });

  it("refuses a volume that is Bound, and one that is not confirmed", async () => {
    await assert.rejects(wipe("--confirm", volume), /exit code 1/);
    await assert.rejects(wipe("--confirm", "local-storage01-n2"), /exit code 1/);
    assert.equal((await readVolume()).spec.claimRef?.name, claim);
  });

  it("empties a Released volume and frees it, so that its pod comes back on it", async () => {
    const { image } = await stageImage(pod, 1);
    await release();
    await assert.rejects(wipe("--confirm", "local-storage01-n2"), /exit code 1/);

    const output = await wipe("--confirm", volume);
    const [, files = "0", bytes = "0"] = /Removed (\d+) files of (\d+) bytes/.exec(output) ?? [];
    assert.ok(Number(files) >= 1 && Number(bytes) >= 2 ** 20, output);
    await assertFreed();

    const rescue = ["rescue", ...here, "--older-than", "0", "--image", image, "--repair"];
    assert.match(await npm("ops", ...rescue), /put back to queued/);
    await pythonInPod("glance-internal-api-0", "call_image", apiPort, "DELETE", image);

    await scale(3);
    assert.equal((await objects("persistentvolumeclaims")).get(claim)?.spec.volumeName, volume);
    assert.equal(await inPod(pod, "ls", "-A", stagingDirectory), "");
  });

  it("finishes what an interrupted run has begun, wherever that stopped", async () => {
    await release();
    for (const title of ["Delete all", "Remove the", `Free ${volume}`]) {
      await wipeAndKill(title);
      assert.notEqual((await readVolume()).spec.claimRef?.name, claim, title);
    }
    await wipe("--confirm", volume);
    await assertFreed();
    await scale(3);
  });
});
