import assert from "node:assert/strict";

import { execa } from "execa";

import { workerUrl } from "../../../model/names";
import { apiPort, stagingDirectory } from "../../../model/image";
import { waitUntil } from "../../../lab/wait";
import { openStack } from "../../../ops/stack";
import { runInPod } from "../../../ops/glance/pods";
import type { Outcome } from "../../../ops/rescue/repair";
import {
  allActive,
  beginImport,
  importsIn,
  type StagedImage,
  stageImage,
  storedImages,
} from "../images";
import { inPod, makeStackFile, namespace, npm, pythonInPod, stack } from "../stack";

const [first, second, third] = [0, 1, 2].map((ordinal) => `glance-external-api-${ordinal}`) as [
  string,
  string,
  string,
];
/** From where the tests call Glance while the other pods come and go. */
const witness = "glance-internal-api-0";

const inNamespace = (...args: string[]) =>
  openStack(stack).cluster.kubectl([...args, "--timeout=300s"]);

/** Runs `rescue`, which leaves nothing alone for being young. */
async function rescue(image: string, ...options: string[]): Promise<Outcome[]> {
  const command = ["ops", "--", "rescue", "--stack", stack, "--json", "--older-than", "0"];
  const { stdout, stderr } = await execa(
    "npm",
    ["run", "--silent", ...command, "--image", image, ...options],
    { reject: false },
  );
  assert.notEqual(stdout, "", stderr);
  return JSON.parse(stdout).findings;
}

/** What `rescue` finds; Ceph believes for a while that a killed client is there. */
async function findingsOf(image: string, count = 1): Promise<Outcome[]> {
  let found: Outcome[] = [];
  await waitUntil(`rescue did not find ${count} things about ${image}`, 120, async () => {
    found = await rescue(image);
    return found.length === count;
  });
  return found;
}

const staged = async (pod: string) => (await inPod(pod, "ls", stagingDirectory)).split("\n");
const stored = () => storedImages(witness);
const call = async (...args: unknown[]) =>
  (await pythonInPod(witness, "call_image", apiPort, ...args))[0];
const statusOf = async (image: string) => (await call("GET", image)).answer.status;
const importAgain = (image: string) =>
  call("POST", `${image}/import`, { method: { name: "glance-direct" } });

/** Kills pods at once, and waits until others are in their place. */
async function kill(...pods: string[]): Promise<void> {
  await inNamespace("delete", "pod", ...pods, "--force", "--grace-period=0");
  await ready();
}

async function ready(): Promise<void> {
  await inNamespace("rollout", "status", "statefulset/glance-external-api");
}

async function scale(replicas: number): Promise<void> {
  await inNamespace("scale", "statefulset/glance-external-api", `--replicas=${replicas}`);
  await ready();
  if (replicas < 3) {
    await inNamespace("wait", "--for=delete", `pod/${third}`);
  }
}

/** Starts an import that takes a while; of an image that waits for its data, or of a new one. */
const begin = (pod: string, image?: string) => beginImport(pod, pod, 2048, image);

/** Starts an import on a pod, and stops it in the middle of the conversion. */
async function startConversion(pod: string): Promise<StagedImage> {
  const [started] = await Promise.all([
    begin(pod),
    pythonInPod(pod, "freeze_conversion", stagingDirectory),
  ]);
  return started;
}

/** Starts an import on a pod, and waits until it stores the converted image. */
async function startStoring(pod: string): Promise<StagedImage> {
  const started = await begin(pod);
  await waitUntil("nothing was stored", 60, async () => {
    const files = await staged(pod);
    return !files.includes(started.image) && (await stored()).includes(started.image);
  });
  return started;
}

async function assertSameBytes(started: StagedImage): Promise<void> {
  assert.deepEqual(await importsIn(witness, [started]), allActive([started]));
  assert.equal((await call("DELETE", started.image)).status, 204);
}

describe("rescue on the lab", () => {
  before(async () => {
    makeStackFile();
    await npm("up", "--stack", stack);
  });

  it("puts an image back whose pod was killed while it converted, and it can be imported", async () => {
    const started = await startConversion(first);
    await kill(first);
    assert.equal(await statusOf(started.image), "importing");
    const [finding] = await findingsOf(started.image);
    assert.match(finding?.problem ?? "", /its source is complete on glance-external-api-0/);

    const [outcome] = await rescue(started.image, "--repair");
    assert.equal(outcome?.repaired, true, JSON.stringify(outcome));
    assert.equal((await importAgain(started.image)).status, 202);
    await assertSameBytes(started);
  });

  it("imports an image again whose pod was killed while it stored", async () => {
    const started = await startStoring(second);
    await kill(second);
    const [finding] = await findingsOf(started.image);
    assert.match(
      finding?.problem ?? "",
      /the converted image is complete on glance-external-api-1/,
    );

    const [outcome] = await rescue(started.image, "--repair", "--import");
    assert.equal(outcome?.repaired, true, JSON.stringify(outcome));
    await assertSameBytes(started);
  });

  it("imports an image again whose pod was killed while it made the RBD image", async () => {
    const started = await startStoring(second);
    await kill(second);
    await findingsOf(started.image);
    await pythonInPod(witness, "half_make", started.image);
    const [outcome] = await rescue(started.image, "--repair", "--import");
    assert.match(outcome?.done[0] ?? "", /^removed the RBD image/);
    await assertSameBytes(started);
  });

  it("removes file and RBD image of an image that was deleted after its pod was killed", async () => {
    const { image } = await startStoring(third);
    await kill(third);
    assert.equal((await call("DELETE", image)).status, 204);
    assert.ok((await staged(third)).includes(`${image}.raw`));
    assert.ok((await stored()).includes(image));

    const found = await findingsOf(image, 2);
    assert.deepEqual(
      found.map(({ kind }) => kind),
      ["staged file", "orphan"],
    );
    await rescue(image, "--repair");
    assert.ok(!(await staged(third)).includes(`${image}.raw`));
    assert.ok(!(await stored()).includes(image));
  });

  it("returns an image to queued whose source is gone, and it takes new data", async () => {
    const { image } = await startConversion(first);
    await kill(first);
    await inPod(first, "rm", `${stagingDirectory}/${image}`);
    const [finding] = await findingsOf(image);
    assert.match(finding?.problem ?? "", /its source is gone/);
    assert.match(finding?.remedy ?? "", /uploaded again as qcow2 or deleted/);

    await rescue(image, "--repair");
    assert.equal(await statusOf(image), "queued");
    assert.ok(!(await staged(first)).includes(`${image}.raw`));
    const started = await begin(first, image);
    await assertSameBytes(started);
  });

  it("leaves an upload alone while it runs, and returns it to queued when its worker was killed", async () => {
    const before = await staged(first);
    const url = workerUrl("external", namespace, first, "http");
    const ended = pythonInPod(witness, "stage_slowly", apiPort, url).catch(() => undefined);
    let image = "";
    await waitUntil("the upload did not begin", 30, async () => {
      image = (await staged(first)).find((file) => !before.includes(file)) ?? "";
      return image !== "";
    });
    assert.deepEqual(await rescue(image), []);

    // As the kernel does when memory is short. A pod that is killed would have the time to notice.
    await inPod(first, "sh", "-c", "kill -9 -1");
    await ended;
    assert.equal(await statusOf(image), "uploading");
    const [finding] = await findingsOf(image);
    assert.equal(finding?.problem, "its upload broke off");
    await rescue(image, "--repair");
    assert.equal(await statusOf(image), "queued");
    assert.ok(!(await staged(first)).includes(image));
    assert.equal((await call("DELETE", image)).status, 204);
  });

  it("says which number of replicas brings a staged image back", async () => {
    const started = await stageImage(third, 1);
    await scale(2);
    assert.equal((await importAgain(started.image)).status, 500);
    const [finding] = await findingsOf(started.image);
    assert.equal(finding?.problem, `its stage host ${third} does not exist`);
    assert.match(finding?.remedy ?? "", /^scale glance-external-api up to 3 /);
    assert.deepEqual(finding?.steps, []);

    await scale(3);
    assert.deepEqual(await rescue(started.image), []);
    assert.equal((await importAgain(started.image)).status, 202);
    await assertSameBytes(started);
  });

  it("says which node brings a staged image back, and leaves it alone without that", async () => {
    const started = await stageImage(third, 1);
    await npm("lab", "node", "stop", "3");
    const [finding] = await findingsOf(started.image);
    assert.equal(finding?.problem, `its stage host ${third} cannot be looked at`);
    assert.match(finding?.remedy ?? "", /^start node n3, .* delete the claim \(glance-glance-ext/);
    assert.deepEqual(finding?.steps, []);

    await npm("lab", "node", "start", "3");
    await findingsOf(started.image, 0);
    assert.equal((await importAgain(started.image)).status, 202);
    await assertSameBytes(started);
  });

  it("sets the stage host right when the file is on another pod", async () => {
    const started = await stageImage(third, 1);
    const path = `${stagingDirectory}/${started.image}`;
    const content = await inPod(third, "base64", "-w0", path);
    const write = ["sh", "-c", `base64 -d > ${path}`];
    await runInPod(openStack(stack).cluster, first, write, content);
    await inPod(third, "rm", path);
    const [finding] = await findingsOf(started.image);
    assert.match(finding?.problem ?? "", /but it is staged on glance-external-api-0$/);

    await rescue(started.image, "--repair");
    assert.equal((await importAgain(started.image)).status, 202);
    await assertSameBytes(started);
  });

  it("returns an image to queued that is not on its stage host, and it can be deleted", async () => {
    const { image } = await stageImage(second, 1);
    await inPod(second, "rm", `${stagingDirectory}/${image}`);
    const [finding] = await findingsOf(image);
    assert.equal(finding?.problem, `it is not on its stage host ${second}`);

    await rescue(image, "--repair");
    assert.equal(await statusOf(image), "queued");
    assert.equal((await call("DELETE", image)).status, 204);
    assert.deepEqual(await rescue(image), []);
  });
});
