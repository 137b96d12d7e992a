import assert from "node:assert/strict";

import { statusesOfNewImages } from "../images";
import { configure, makeStackFile, npm, stack } from "../stack";

const here = ["--stack", stack];
const pod = "glance-external-api-0";

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
    assert.deepEqual(await statusesOfNewImages(pod, 2), [201, 413]);
  });

  it("do not limit what has no limit, and let images be imported", async () => {
    assert.match(await npm("verify:import", ...here), /The import works\./);
  });

  it("can be raised", async () => {
    configure("quotas", { imageCountTotal: 2 });
    await npm("up", ...here);
    assert.deepEqual(await statusesOfNewImages(pod, 3), [201, 201, 413]);
  });
});
