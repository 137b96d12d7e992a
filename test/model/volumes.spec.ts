import assert from "node:assert/strict";

import fc from "fast-check";

import { type ApiType, podName, stagingClaimName } from "../../model/names";
import { planVolumes, summarizeVolumes, volumesPerNodeNeeded } from "../../model/volumes";

const storage = (nodes: number, volumesPerNode: number) => ({
  nodes: Array.from({ length: nodes }, (_, i) => `n${i + 1}`),
  volumesPerNode,
  directory: "/mnt/openstack",
  size: "10Gi",
});

describe("the plan of local volumes", () => {
  it("puts the pods of an API on different nodes and names volumes by node and number", () => {
    assert.deepEqual(planVolumes(storage(2, 2), ["external", "internal"], "local-storage"), [
      {
        name: "local-storage01-n1",
        node: "n1",
        path: "/mnt/openstack/pv01",
        claim: "glance-glance-external-api-0",
      },
      {
        name: "local-storage02-n1",
        node: "n1",
        path: "/mnt/openstack/pv02",
        claim: "glance-glance-internal-api-0",
      },
      {
        name: "local-storage01-n2",
        node: "n2",
        path: "/mnt/openstack/pv01",
        claim: "glance-glance-external-api-1",
      },
      {
        name: "local-storage02-n2",
        node: "n2",
        path: "/mnt/openstack/pv02",
        claim: "glance-glance-internal-api-1",
      },
    ]);
  });

  it("never moves a claim when volumes are added", () => {
    const places = (volumesPerNode: number) =>
      planVolumes(storage(3, volumesPerNode), ["external", "internal"], "local-storage");
    const before = places(2);
    const after = places(5);
    assert.deepEqual(
      before,
      after.filter(({ name }) => before.some((volume) => volume.name === name)),
    );
  });

  it("has a volume of its own for every claim exactly when there are enough per node", () => {
    const apiSets: ApiType[][] = [["single"], ["external", "internal"]];
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 8 }),
        fc.constantFrom(...apiSets),
        fc.array(fc.nat(12), { minLength: 2, maxLength: 2 }),
        (nodes, volumesPerNode, apis, replicas) => {
          const counts = apis.map((apiType, i) => ({ apiType, replicas: replicas[i] ?? 0 }));
          const planned = planVolumes(storage(nodes, volumesPerNode), apis, "local-storage").map(
            (v) => v.claim,
          );
          const wanted = counts.flatMap(({ apiType, replicas: count }) =>
            Array.from({ length: count }, (_, ordinal) =>
              stagingClaimName(podName(apiType, ordinal)),
            ),
          );
          const enough =
            volumesPerNodeNeeded(
              nodes,
              counts.map((one) => one.replicas),
            ) <= volumesPerNode;
          assert.equal(
            enough,
            wanted.every((claim) => planned.includes(claim)),
          );
          assert.equal(new Set(planned).size, planned.length);
        },
      ),
    );
  });

  it("sums up what there is against what is claimed", () => {
    assert.deepEqual(summarizeVolumes(storage(3, 2), 4, "5Gi"), {
      available: { count: 6, capacity: "60Gi" },
      claimed: { count: 4, capacity: "20Gi" },
    });
    assert.deepEqual(summarizeVolumes(undefined, 0, "5Gi"), {
      available: { count: 0, capacity: "0" },
      claimed: { count: 0, capacity: "0" },
    });
  });
});
