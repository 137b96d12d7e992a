import assert from "node:assert/strict";

import { nodeAddress } from "../../../lab/topology";
import { openStack } from "../../../ops/stack";
import { statusesOfNewImages } from "../images";
import { configure, inPod, makeStackFile, npm, stack } from "../stack";

const here = ["--stack", stack];
const pod = "glance-external-api-0";

describe("an API on the lab", () => {
  before(async () => {
    makeStackFile();
    configure("replicas", 1);
    configure("policies", { add_image: "!" });
    configure("external", { service: { type: "NodePort" } });
    await npm("up", ...here);
  });
  after(() => npm("down", ...here, "--keep-lab"));

  it("is reached at every node when its Service is of the type NodePort", async () => {
    const port = ["get", "service", "glance-external", "-o", "jsonpath={.spec.ports[0].nodePort}"];
    const url = `http://${nodeAddress(2)}:${await openStack(stack).cluster.kubectl(port)}/`;
    const script = `import requests; print(requests.get("${url}", timeout=10).status_code)`;
    assert.equal((await inPod(pod, "python3", "-c", script)).trim(), "300");
  });

  it("follows the policies of the stack", async () => {
    assert.deepEqual(await statusesOfNewImages(pod, 1), [403]);
    configure("policies", {});
    await npm("up", ...here);
    assert.deepEqual(await statusesOfNewImages(pod, 1), [201]);
  });
});
