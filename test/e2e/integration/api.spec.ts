import assert from "node:assert/strict";

import { kubectl } from "../../../components/kubectl";
import { nodeAddress } from "../../../lab/topology";
import { backendPort } from "../../../model/image";
import { openStack } from "../../../ops/stack";
import { configure, inPod, makeStackFile, npm, pythonInPod, stack } from "../stack";

const here = ["--stack", stack];
const pod = "glance-external-api-0";

/** The status of the answer to a new image, which is deleted again. */
async function statusOfNewImage(): Promise<number> {
  const [{ image, status }] = await pythonInPod(pod, "make_images", backendPort, 1);
  await pythonInPod(pod, "delete_images", backendPort, image === null ? [] : [image]);
  return status as number;
}

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
    const url = `http://${nodeAddress(2)}:${await kubectl(openStack(stack).cluster, port)}/`;
    const script = `import requests; print(requests.get("${url}", timeout=10).status_code)`;
    assert.equal((await inPod(pod, "python3", "-c", script)).trim(), "300");
  });

  it("follows the policies of the stack", async () => {
    assert.equal(await statusOfNewImage(), 403);
    configure("policies", {});
    await npm("up", ...here);
    assert.equal(await statusOfNewImage(), 201);
  });
});
