import assert from "node:assert/strict";

import { guardStaging, orphanReplacedSets } from "../../../ops/deploy/stagingGuard";
import { lastCall, removeStandIn, standIn } from "../../support/kubectl";
import { testStack } from "../../support/stack";

function statefulSet(size: string, replicas = 3): object {
  const claim = { storageClassName: "local-storage", resources: { requests: { storage: size } } };
  return {
    kind: "StatefulSet",
    metadata: { name: "glance-single-api" },
    spec: { replicas, volumeClaimTemplates: [{ spec: claim }] },
  };
}

const stack = (size: string) => testStack({ layout: "single", staging: { size } });
/** A cluster that has this StatefulSet. */
const deploys = (manifest: object) => standIn(`echo '${JSON.stringify({ items: [manifest] })}'`);

describe("the staging guard of deployments without the Pulumi CLI", () => {
  afterEach(removeStandIn);

  it("refuses another size of the staging claims", async () => {
    deploys(statefulSet("1Gi"));
    await assert.rejects(guardStaging(stack("2Gi")), {
      message: /^glance:staging\.size goes from 1Gi to 2Gi/,
    });
  });

  it("knows a size that the API server has written in another way", async () => {
    for (const [written, size] of [
      ["1Gi", "1024Mi"],
      ["512Mi", "0.5Gi"],
      ["1500G", "1.5T"],
    ] as const) {
      deploys(statefulSet(written));
      await guardStaging(stack(size));
      await orphanReplacedSets(stack(size));
      assert.match(lastCall() ?? "", /^--namespace openstack get /);
    }
  });
});
