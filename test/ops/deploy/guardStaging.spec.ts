import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";

import { guardStaging, orphanReplacedSets } from "../../../ops/deploy/guardStaging";
import type { EvaluatedResource } from "../../../render";
import { lastCall, removeStandIn, standIn } from "../../support/kubectl";
import { useStackFolder } from "../../support/stackFolder";

const cluster = { lab: false, kubectl: ["kubectl"] };

function statefulSet(size: string, replicas = 3): object {
  const claim = { storageClassName: "local-storage", resources: { requests: { storage: size } } };
  return {
    kind: "StatefulSet",
    metadata: { name: "glance-single-api" },
    spec: { replicas, volumeClaimTemplates: [{ spec: claim }] },
  };
}

const evaluated = (manifest: object) => [{ manifest } as EvaluatedResource];
/** A cluster that has this StatefulSet. */
const deploys = (manifest: object) => standIn(`echo '${JSON.stringify({ items: [manifest] })}'`);

describe("the staging guard of deployments without the Pulumi CLI", () => {
  useStackFolder();

  before(() => writeFileSync("Pulumi.test.yaml", "config:\n  glance:namespace: images\n"));
  afterEach(removeStandIn);

  it("refuses another size of the staging claims", async () => {
    deploys(statefulSet("1Gi"));
    await assert.rejects(guardStaging(cluster, "test", evaluated(statefulSet("2Gi"))), {
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
      await guardStaging(cluster, "test", evaluated(statefulSet(size)));
      await orphanReplacedSets(cluster, "images", evaluated(statefulSet(size)));
      assert.match(lastCall() ?? "", /^get /);
    }
  });
});
