import assert from "node:assert/strict";

import { imageReference, ownVariant, publishedVariants } from "../../../lab/images/variants";
import { waitUntil } from "../../../lab/wait";
import {
  allActive,
  deleteImages,
  importsIn,
  stageImage,
  type StagedImage,
  startImport,
} from "../images";
import { importAgain, kube } from "../faults/support";
import { apiPods, makeStackFile, npm, objects, stack } from "../stack";

const here = ["--stack", stack];
const other = "glance-internal-api-0";
const pods = [0, 1, 2].map((ordinal) => `glance-external-api-${ordinal}`);

const former = publishedVariants.find(({ version }) => version === "32.0.0") ?? ownVariant;
const options = (image: string) => [
  "--config",
  `image=${image}`,
  "--config",
  `httpdImage=${image}`,
];

/** Stages images on one pod after another until it is told to stop; what a pod refuses that ends, it stages elsewhere. */
function clients() {
  const staged: StagedImage[] = [];
  const unanswered: string[] = [];
  let stopped = false;
  const stageOn = async (turn: number) => {
    for (let attempt = 0; attempt < pods.length; attempt++) {
      const pod = String(pods[(turn + attempt) % pods.length]);
      try {
        staged.push(await stageImage(pod, 64));
        return;
      } catch (error) {
        if (attempt === pods.length - 1) {
          unanswered.push(String(error));
        }
      }
    }
  };
  const work = (async () => {
    for (let turn = 0; !stopped; turn++) {
      await stageOn(turn);
    }
  })();
  return {
    async stop() {
      stopped = true;
      await work;
      return { staged, unanswered };
    },
  };
}

describe("an upgrade", () => {
  before(async () => {
    makeStackFile();
    await npm("up", ...here, ...options(imageReference(former)));
  });
  after(() => npm("down", ...here, "--keep-lab"));

  for (const [from, to] of [
    [former, ownVariant],
    [ownVariant, former],
  ] as const) {
    it(`from Glance ${from.version} to ${to.version} loses no image, and the API is never away`, async () => {
      const before = await objects("pods");
      const running = await Promise.all(pods.map((pod) => stageImage(pod, 2048)));
      const answers = running.map(({ image }, i) => startImport(String(pods[i]), image));
      assert.deepEqual(await Promise.all(answers), [202, 202, 202]);
      const load = clients();

      await npm("up", ...here, ...options(imageReference(to)));

      const { staged, unanswered } = await load.stop();
      assert.deepEqual(unanswered, []);
      assert.ok(staged.length > 0);
      const after = await objects("pods");
      for (const pod of await apiPods()) {
        assert.notEqual(after.get(pod)?.metadata.uid, before.get(pod)?.metadata.uid);
        const [, image] = (
          await kube("get", "pod", pod, "-o", "jsonpath=x {.spec.containers[0].image}")
        ).split(" ");
        assert.equal(image, imageReference(to));
      }
      for (const one of staged) {
        await importAgain(other, one, 60);
      }
      const all = [...running, ...staged];
      assert.deepEqual(await importsIn(other, all), allActive(all));
      const jobs = [...(await objects("jobs")).keys()];
      assert.ok(jobs.some((job) => job.startsWith("glance-db-contract-")));
      await waitUntil("images stayed", 60, async () =>
        (await deleteImages(other, ...all)).every((status) => [204, 404].includes(status)),
      );
    });
  }
});
