import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";

import {
  apiPort,
  httpdDirectory,
  metricsModule,
  metricsPort,
  stagingDirectory,
} from "../../model/image";
import { waitUntil } from "../../lab/wait";
import { exposedNames } from "../docs/monitoring/exposedNames";
import { allActive, beginImport, deleteImages, importsIn } from "./images";
import { apiPods, makeStackFile, namespace, npm, objects, pythonInPod, stack } from "./stack";

const reader = "glance-internal-api-0";
const busy = "glance-external-api-2";
const metricsFile = `${httpdDirectory}/${metricsModule}.py`;
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
  return pythonInPod(reader, "read_metrics", urls);
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

  it("are not on the port of clients, where Glance lists its versions", async () => {
    for (const { url, status, samples } of await answers(apiPort)) {
      assert.equal(status, 300, url);
      assert.deepEqual(samples, {}, url);
    }
  });

  it("show what is staged on the pod that has it, and what is stuck on all", async () => {
    const isStuck = async (count: number) => {
      const { here, elsewhere } = await values("glance_images_stuck uploading");
      return [here, ...elsewhere].every((one) => one === count);
    };
    assert.ok(await isStuck(0));
    const [before, olderBefore] = [await values("glance_staged_files"), await values(oldest)];
    assert.equal(before.here, 0);

    const [{ image }] = await pythonInPod(busy, "stage_waiting", apiPort);
    try {
      assert.deepEqual(await values("glance_staged_files"), { ...before, here: 1 });
      const { here, elsewhere } = await values(oldest);
      assert.ok(Math.abs(Date.now() / 1000 - (here ?? 0)) < 30, `${here}`);
      assert.deepEqual(elsewhere, olderBefore.elsewhere);
      await waitUntil("The stuck image was not counted", readInterval, () => isStuck(1));
    } finally {
      assert.deepEqual(await pythonInPod(busy, "delete_images", apiPort, [image]), [
        { status: 204 },
      ]);
    }
    assert.deepEqual(await values("glance_staged_files"), before);
    await waitUntil("The image was counted on", readInterval, () => isStuck(0));
  });

  it("show the import that runs on a pod, and that it has ended", async () => {
    assert.deepEqual(await values("glance_imports_running"), { here: 0, elsewhere: none });
    const staged = await beginImport(busy, busy, 3072);
    await waitUntil("The import was not counted", 30, async () => {
      const running = await values("glance_imports_running");
      return isDeepStrictEqual(running, { here: 1, elsewhere: none });
    });
    assert.deepEqual(await importsIn(busy, [staged]), allActive([staged]));
    assert.deepEqual(await values("glance_imports_running"), { here: 0, elsewhere: none });
    await deleteImages(busy, staged);
  });

  it("come back when their process ends, while Glance goes on", async () => {
    const { metadata } = (await objects("pods")).get(busy) ?? {};
    assert.equal((await pythonInPod(busy, "kill_metrics", metricsFile)).length, 1);
    await waitUntil("The metrics did not come back", 30, async () => {
      return (await values("glance_database_up")).here === 1;
    });
    assert.equal(
      (await objects("pods")).get(busy)?.metadata.resourceVersion,
      metadata?.resourceVersion,
    );
  });

  it("count files on while the database is away, and say so", async () => {
    const [{ text }] = await pythonInPod(
      busy,
      "metrics_without_database",
      metricsFile,
      stagingDirectory,
    );
    assert.match(text, /^glance_database_up 0\.0$/m);
    assert.match(text, /^glance_staged_files \d/m);
    assert.doesNotMatch(text, /^glance_images_stuck/m);
  });
});
