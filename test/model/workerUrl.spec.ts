import assert from "node:assert/strict";

import { podOfUrl, workerUrl } from "../../model/names";

describe("the URL of a worker", () => {
  it("names its pod", () => {
    const pod = "glance-single-api-0";
    assert.equal(podOfUrl(workerUrl("single", "openstack", pod, "https")), pod);
  });

  it("names none when it is no URL", () => {
    assert.equal(podOfUrl("nonsense"), undefined);
  });
});
