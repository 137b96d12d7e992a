import assert from "node:assert/strict";

import { type DeploymentSettings, makeDeployment, podsOf } from "../../model/deployment";
import { planStaging } from "../../model/stagingPlan";

const settings: DeploymentSettings = {
  namespace: "openstack",
  layout: "split",
  replicas: 3,
  external: {},
  internal: { replicas: 1 },
  single: {},
  staging: { size: "16Gi", storageClass: "local-storage", retain: true, resizing: false },
  localStorage: { nodes: ["n1", "n2"], volumesPerNode: 4, directory: "/mnt", size: "20Gi" },
};
const plan = (changes: Partial<DeploymentSettings> = {}) => {
  const deployment = makeDeployment({ ...settings, ...changes });
  return { pods: podsOf(deployment), ...planStaging(deployment) };
};
const gibibyte = 2 ** 30;

describe("the plan of staging", () => {
  it("gives every pod a claim, and the volume and node that are kept for it", () => {
    const places = plan().pods.map(({ name, claim, node, volume }) => [
      name,
      claim,
      node,
      volume?.name,
    ]);
    assert.deepEqual(places, [
      ["glance-external-api-0", "glance-glance-external-api-0", "n1", "local-storage01-n1"],
      ["glance-external-api-1", "glance-glance-external-api-1", "n2", "local-storage01-n2"],
      ["glance-external-api-2", "glance-glance-external-api-2", "n1", "local-storage03-n1"],
      ["glance-internal-api-0", "glance-glance-internal-api-0", "n1", "local-storage02-n1"],
    ]);
  });

  it("counts the volumes of each node, all and free ones", () => {
    assert.deepEqual(plan().nodes, [
      {
        node: "n1",
        volumes: 4,
        free: 1,
        capacity: 80 * gibibyte,
        freeCapacity: 20 * gibibyte,
      },
      {
        node: "n2",
        volumes: 4,
        free: 3,
        capacity: 80 * gibibyte,
        freeCapacity: 60 * gibibyte,
      },
    ]);
  });

  it("names the pods for which there is no volume, and the node that lacks it", () => {
    const { unplaced } = plan({ external: { replicas: 5 }, internal: { replicas: 0 } });
    assert.deepEqual(
      unplaced.map(({ name, node }) => [name, node]),
      [["glance-external-api-4", "n1"]],
    );
  });

  it("leaves source and converted image room for all imports of a pod", () => {
    const { parallelImports, largestImage } = plan();
    assert.equal(parallelImports, 8);
    assert.deepEqual(largestImage, { alone: 8 * gibibyte, parallel: gibibyte });
  });

  it("follows the workers of a pod", () => {
    const deployment = makeDeployment(settings);
    const workers = { processes: 4, threads: 4, imports: 1 };
    const { parallelImports, largestImage } = planStaging(deployment, workers);
    assert.equal(parallelImports, 4);
    assert.deepEqual(largestImage, { alone: 8 * gibibyte, parallel: 2 * gibibyte });
  });

  it("knows nothing of volumes that the class has by itself", () => {
    const { pods, nodes, unplaced } = plan({ localStorage: undefined });
    assert.deepEqual([pods.length, nodes, unplaced], [4, [], []]);
    assert.equal(pods[0]?.volume, undefined);
  });

  it("is empty without replicas", () => {
    const { pods, nodes } = plan({ replicas: 0, internal: {} });
    assert.deepEqual(pods, []);
    assert.deepEqual(
      nodes.map(({ free }) => free),
      [4, 4],
    );
  });
});
