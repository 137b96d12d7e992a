import assert from "node:assert/strict";

import { nodeNames } from "../../../lab/topology";
import { openStack } from "../../../ops/stack";
import { configure, inPod, makeStackFile, namespace, npm, stack } from "../stack";

const here = ["--stack", stack];
const taint = "dedicated";
/** Nobody answers there. */
const proxy = "http://192.0.2.1:3128";
const objects = [
  { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } },
  {
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: { name: "limits", namespace },
    spec: { hard: { "limits.cpu": "40", "limits.memory": "40Gi" } },
  },
];

describe("pods on tainted nodes, in a namespace with a quota, behind a proxy, on the lab", () => {
  const kube = (args: string[], input = "") => openStack(stack).cluster.kubectl(args, { input });

  before(async () => {
    makeStackFile();
    configure("replicas", 1);
    await npm("lab", "up");
    await kube(["apply", "-f", "-"], objects.map((object) => JSON.stringify(object)).join("\n"));
    await kube(["taint", "nodes", ...nodeNames, `${taint}=glance:NoSchedule`]);
    configure("createNamespace", false);
    configure("resources", {
      requests: { cpu: "100m", memory: "512Mi" },
      limits: { cpu: "2", memory: "2Gi" },
    });
    configure("pod", {
      tolerations: [{ key: taint, operator: "Exists" }],
      env: [
        { name: "HTTP_PROXY", value: proxy },
        { name: "HTTPS_PROXY", value: proxy },
      ],
      resources: {
        "glance-httpd": { limits: { cpu: "500m" } },
        "glance-log": { limits: { cpu: "100m" } },
        jobs: { limits: { cpu: "1" } },
      },
    });
    await npm("up", ...here);
  });
  after(async () => {
    // With the lab, and so with quota and taints.
    await npm("down", ...here);
  });

  it("have limits without which the quota refuses them", async () => {
    await assert.rejects(
      kube(["run", "other", "--image=lab.local/pause:3.10"]),
      /must specify limits\.cpu/,
    );
  });

  it("import from each other, past the proxy", async () => {
    assert.equal((await inPod("glance-external-api-0", "printenv", "HTTP_PROXY")).trim(), proxy);
    assert.match(await npm("verify:import", ...here), /The import works\./);
  });
});
