import assert from "node:assert/strict";

import { pendingObjects, removePendingCreates } from "../../../ops/deploy/pendingCreates";
import { removeStandIn, standIn } from "../../support/kubectl";
import { cluster } from "../../support/stack";

const job = {
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name: "glance-db-sync-1a2b", namespace: "openstack" },
};
const operation = (type: string, resource: object) => ({
  type,
  resource: { type: "kubernetes:batch/v1:Job", inputs: job, ...resource },
});
const exported = (...operations: object[]) =>
  JSON.stringify({ version: 3, deployment: { pending_operations: operations } });

describe("what a killed deployment with Pulumi was making", () => {
  afterEach(removeStandIn);

  it("are the objects whose creation its state does not know the end of", () => {
    assert.deepEqual(pendingObjects(exported(operation("creating", {}))), [job]);
  });

  it("is nothing when no creation was under way", () => {
    assert.deepEqual(pendingObjects("{}"), []);
    assert.deepEqual(pendingObjects(exported()), []);
    assert.deepEqual(pendingObjects(exported(operation("updating", {}))), []);
  });

  it("is nothing of another provider, or of the one that takes over what exists", () => {
    const random = { type: "random:index/randomBytes:RandomBytes" };
    const lasting = { provider: "urn:pulumi:dev::glance::pulumi:providers:kubernetes::lasting::1" };
    const operations = [operation("creating", random), operation("creating", lasting)];
    assert.deepEqual(pendingObjects(exported(...operations)), []);
  });

  it("is removed when Pulumi has made it, and stays when it is somebody else's", async () => {
    const secret = (name: string, manager: string) => ({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name, namespace: "openstack", managedFields: [{ manager }] },
    });
    const found = {
      items: [secret("ours", "pulumi-kubernetes-1a2b"), secret("theirs", "kubectl-create")],
    };
    standIn(`[ "$3" = get ] && echo '${JSON.stringify(found)}'; true`);
    assert.deepEqual(await removePendingCreates(cluster, found.items), ["Secret ours"]);
  });
});
