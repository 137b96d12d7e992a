import assert from "node:assert/strict";

import { refuseObjectsNotOwned } from "../../../ops/deploy/applySet";
import { removeStandIn, standIn } from "../../support/kubectl";

const applySet = {
  name: "glance-stack-dev",
  namespace: "openstack",
  labels: { "applyset.kubernetes.io/part-of": "applyset-ours-v1" },
};
const cluster = { namespace: "openstack", lab: false };
const answer = (kind: string, labels = {}) =>
  standIn(`echo '${JSON.stringify({ items: [{ kind, metadata: { name: "it", labels } }] })}'`);

describe("a deployment with kubectl", () => {
  afterEach(removeStandIn);

  it("writes over its own objects", async () => {
    answer("StorageClass", applySet.labels);
    await assert.doesNotReject(refuseObjectsNotOwned(cluster, applySet, ""));
  });

  const remedies: [string, RegExp][] = [
    ["Secret", /^The Secret it exists and does not belong to this stack: remove it, or deploy to /],
    [
      "StorageClass",
      /set glance:localStorage\.createStorageClass to false to use it as it is, or /,
    ],
    ["PersistentVolume", /set glance:staging\.storageClass to another name/],
  ];
  for (const [kind, remedy] of remedies) {
    it(`refuses to write over a ${kind} of somebody else, and says what to do`, async () => {
      answer(kind);
      await assert.rejects(refuseObjectsNotOwned(cluster, applySet, ""), { message: remedy });
    });
  }
});
