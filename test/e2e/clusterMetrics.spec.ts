import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";

import { apiPort, metricsPort } from "../../components/names.js";
import { waitUntil } from "../../lab/wait.js";
import { exposedNames } from "../docs/monitoring/exposedNames.js";
import { allActive, deleteImages, importsIn, stageImage, startImport } from "./images.js";
import { apiPods, makeStackFile, namespace, npm, pythonInPod, stack } from "./stack.js";

const reader = "glance-internal-api-0";
const busy = "glance-external-api-2";
/** Seconds after which a pod has read the database again, with some to spare. */
const readInterval = 60;
const oldest = "glance_oldest_staged_file_timestamp_seconds";

interface Answer {
  url: string;
  status: number;
  samples: Record<string, number>;
}

const address = (pod: string, port: number) =>
  `http://${pod}.${pod.replace(/-\d+$/, "")}.${namespace}.svc:${port}/metrics`;

/** What the pods answer on a port, read over the network from one of them. */
async function answers(port: number): Promise<Answer[]> {
  const urls = (await apiPods()).map((pod) => address(pod, port));
  return pythonInPod(reader, "readMetrics", JSON.stringify(urls));
}

/** The value of a metric on the busy pod, and on all others. */
async function values(name: string): Promise<{ here: number | undefined; elsewhere: unknown[] }> {
  const all = await answers(metricsPort);
  const here = all.find(({ url }) => url === address(busy, metricsPort));
  return {
    here: here?.samples[name],
    elsewhere: all.filter((one) => one !== here).map(({ samples }) => samples[name]),
  };
}

const none = [0, 0, 0, 0, 0];

describe("the metrics of the pods in the cluster", () => {
  before(async () => {
    makeStackFile();
    await npm("up", "--stack", stack);
  });

  it("are answered by every pod, with the names that the dashboard knows", async () => {
    const all = await answers(metricsPort);
    assert.equal(all.length, 6);
    for (const { url, status, samples } of all) {
      assert.equal(status, 200, url);
      const names = Object.keys(samples).map((key) => key.replace(/ .*/, ""));
      const expected = exposedNames.filter((name) => name !== oldest || samples[oldest]);
      assert.deepEqual([...new Set(names)], expected, url);
      assert.equal(samples["glance_database_up"], 1, url);
    }
  });

  it("are not on the port of clients", async () => {
    for (const { url, status } of await answers(apiPort)) {
      assert.equal(status, 404, url);
    }
  });

  it("show what is staged on the pod that has it, and what is stuck on all", async () => {
    const isCounted = async (stuck: number) => {
      const { here, elsewhere } = await values("glance_images_stuck uploading");
      return [here, ...elsewhere].every((count) => count === stuck);
    };
    assert.ok(await isCounted(0));

    const [{ image }] = await pythonInPod(busy, "stageWaiting");
    assert.deepEqual(await values("glance_staged_files"), { here: 1, elsewhere: none });
    const { here, elsewhere } = await values(oldest);
    assert.ok(Math.abs(Date.now() / 1000 - (here ?? 0)) < 30, `${here}`);
    assert.deepEqual(elsewhere, [undefined, undefined, undefined, undefined, undefined]);
    await waitUntil("The stuck image was not counted", readInterval, () => isCounted(1));

    assert.deepEqual(await pythonInPod(busy, "deleteImage", image), [{ status: 204 }]);
    assert.deepEqual(await values("glance_staged_files"), { here: 0, elsewhere: none });
    await waitUntil("The stuck image was counted on", readInterval, () => isCounted(0));
  });

  it("show the import that runs on a pod, and that it has ended", async () => {
    assert.deepEqual(await values("glance_imports_running"), { here: 0, elsewhere: none });
    const staged = await stageImage(busy, 3072);
    assert.equal(await startImport(busy, staged.image), 202);
    await waitUntil("The import was not counted", 30, async () => {
      const running = await values("glance_imports_running");
      return isDeepStrictEqual(running, { here: 1, elsewhere: none });
    });
    assert.deepEqual(await importsIn(busy, [staged]), allActive([staged]));
    assert.deepEqual(await values("glance_imports_running"), { here: 0, elsewhere: none });
    await deleteImages(busy, staged);
  });

  it("count files on while the database is away, and say so", async () => {
    const [{ text }] = await pythonInPod(busy, "metricsWithoutDatabase");
    assert.match(text, /^glance_database_up 0\.0$/m);
    assert.match(text, /^glance_staged_files 0\.0$/m);
    assert.doesNotMatch(text, /^glance_images_stuck/m);
  });
});
