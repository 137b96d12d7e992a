import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";

import { waitUntil } from "../../../lab/wait";
import { backendPort } from "../../../model/image";
import { configure, inPod, makeStackFile, npm, pythonInPod, stack } from "../stack";

const here = ["--stack", stack];
const pod = "glance-external-api-0";

describe("the workers of a pod on the lab", () => {
  before(async () => {
    makeStackFile();
    configure("replicas", 1);
    configure("workers", { processes: 3, threads: 2, imports: 1 });
    await npm("up", ...here);
  });
  after(() => npm("down", ...here, "--keep-lab"));

  it("are as many as the stack says, and each beats", async () => {
    const count = async () => (await inPod(pod, "sh", "-c", "ls /tmp/heartbeat-* | wc -l")).trim();
    // The pod is ready with its first worker.
    await waitUntil("Three workers did not beat", 60, async () => (await count()) === "3");
    await setTimeout(10_000);
    assert.equal(await count(), "3");
    const [{ image }] = await pythonInPod(pod, "stage_image", backendPort, 1);
    await pythonInPod(pod, "delete_images", backendPort, [image]);
  });

  it("import between pods", async () => {
    assert.match(await npm("verify:import", ...here), /The import works\./);
  });
});
