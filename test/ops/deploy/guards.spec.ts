import assert from "node:assert/strict";

import { guardStaging, orphanReplacedSets } from "../../../ops/deploy/guards";
import { lastCall, removeStandIn, standIn } from "../../support/kubectl";
import { testStack } from "../../support/stack";

function statefulSet(size: string, replicas = 3, scheme = "http"): object {
  const claim = { storageClassName: "local-storage", resources: { requests: { storage: size } } };
  const name = "OS_DEFAULT__WORKER_SELF_REFERENCE_URL";
  const value = `${scheme}://$(POD_NAME).glance-single-api.openstack.svc:9292`;
  return {
    kind: "StatefulSet",
    metadata: { name: "glance-single-api" },
    spec: {
      replicas,
      template: { spec: { containers: [{ name: "glance-api", env: [{ name, value }] }] } },
      volumeClaimTemplates: [{ spec: claim }],
    },
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

  it("refuses plain URLs for pods that have a certificate, when it cannot see what is staged there", async () => {
    const manifest = JSON.stringify({ items: [statefulSet("10Gi", 1, "https")] });
    standIn(
      `case "$*" in *statefulsets*) echo '${manifest}' ;; *) echo unreachable >&2; exit 1 ;; esac`,
    );
    await assert.rejects(guardStaging(stack("10Gi")), {
      message: /^glance-single-api-0 would get a URL with another scheme, .* is not known/,
    });
  });

  it("lets go a pod without a claim, on which nothing can be staged", async () => {
    const manifest = JSON.stringify({ items: [statefulSet("10Gi", 4)] });
    standIn(`case "$*" in *statefulsets*) echo '${manifest}' ;; *"get pvc"*) ;; *) exit 1 ;; esac`);
    await assert.doesNotReject(guardStaging(stack("10Gi")));
    assert.match(lastCall() ?? "", /get pvc glance-glance-single-api-3 --ignore-not-found$/);
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
