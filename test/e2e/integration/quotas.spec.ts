import assert from "node:assert/strict";

import { backendPort } from "../../../model/image";
import { configure, makeStackFile, npm, pythonInPod, stack } from "../stack";

const here = ["--stack", stack];
const pod = "glance-external-api-0";

/** Statuses of the answers to as many new images, which are deleted again. */
async function statuses(count: number): Promise<number[]> {
  const made = await pythonInPod(pod, "make_images", backendPort, count);
  const images = made.map(({ image }) => image).filter((image) => image !== null);
  await pythonInPod(pod, "delete_images", backendPort, images);
  return made.map(({ status }) => status);
}

describe("quotas on the lab", () => {
  before(async () => {
    makeStackFile();
    configure("replicas", 1);
    // It brings the password of the administrator, which quotas need.
    await npm("up", ...here);
    configure("quotas", { imageCountTotal: 1 });
    await npm("up", ...here);
  });
  after(async () => {
    configure("quotas", {});
    await npm("down", ...here, "--keep-lab");
  });

  it("refuse an image above the limit with 413", async () => {
    assert.deepEqual(await statuses(2), [201, 413]);
  });

  it("do not limit what has no limit, and let images be imported", async () => {
    assert.match(await npm("verify:import", ...here), /The import works\./);
  });

  it("can be raised", async () => {
    configure("quotas", { imageCountTotal: 2 });
    await npm("up", ...here);
    assert.deepEqual(await statuses(3), [201, 201, 413]);
  });
});
