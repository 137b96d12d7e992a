import assert from "node:assert/strict";

import { apply } from "../../../ops/deploy/apply";
import { removeMembers } from "../../../ops/deploy/applySet";
import type { EvaluatedResource } from "../../../render";
import { removeStandIn } from "../../support/kubectl";
import { keepLease } from "../../support/leaseKubectl";
import { cluster, testStack } from "../../support/stack";

const applySet = { cluster, name: "glance-stack-dev", labels: {} };

const service = (name: string, ...dependencies: string[]): EvaluatedResource => {
  const manifest = {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace: "openstack" },
  };
  return {
    ...{ urn: name, type: "kubernetes:core/v1:Service", name, dependencies, provider: "" },
    ...{ manifest, maskedManifest: manifest },
    ...{ retainOnDelete: false, protect: false, secret: false },
  };
};
const twoWaves = [service("first"), service("second", "first")];

/** Throws from the given call on. */
const lostAtCheck = (check: number) => {
  let checks = 0;
  return async () => {
    checks += 1;
    await Promise.resolve();
    assert.ok(checks < check, "lost");
  };
};

describe("a deployment that loses its Lease", () => {
  let changes: () => (string | undefined)[];

  beforeEach(() => {
    const { calls } = keepLease();
    changes = () =>
      calls()
        .filter((call) => !call.startsWith("get"))
        .map((call) => /^apply.*--prune|^apply|^delete \S+ \S+/.exec(call)?.[0]);
  });
  afterEach(removeStandIn);

  for (const [check, step, done] of [
    [1, "before it changes anything", 0],
    [2, "before its first wave", 0],
    [3, "between two waves", 1],
    [4, "before it removes what the stack no longer has", 2],
  ] as const) {
    it(`stops ${step}`, async () => {
      const work = apply(testStack(), applySet, twoWaves, lostAtCheck(check));
      await assert.rejects(work, { message: "lost" });
      assert.deepEqual(changes(), Array(done).fill("apply"));
    });
  }

  it("stops between the kinds of objects that it removes", async () => {
    const work = removeMembers(applySet, lostAtCheck(2));
    await assert.rejects(work, { message: "lost" });
    assert.deepEqual(changes(), ["delete --ignore-not-found statefulsets,cronjobs,jobs"]);
  });
});
