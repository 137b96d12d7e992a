import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { apply } from "../../../ops/deploy/apply";
import { refuseObjectsNotOwned, removeMembers } from "../../../ops/deploy/applySet";
import type { EvaluatedResource } from "../../../render";
import { removeStandIn, standIn } from "../../support/kubectl";
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
        .map((call) => /^apply.*--prune|^apply|^delete \S+/.exec(call)?.[0]);
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
    assert.deepEqual(changes(), ["delete statefulsets,cronjobs,jobs"]);
  });
});

describe("a deployment that meets what is there", () => {
  const label = "applyset.kubernetes.io/part-of";
  const own = { ...applySet, labels: { [label]: "applyset-own-v1" } };
  const volume = service("volume");
  const resources = [
    { ...volume, manifest: { kind: "PersistentVolume", metadata: { name: "volume" } } },
    ...twoWaves,
  ];
  /** A cluster that is asked for the two Services alone, and has the first one. */
  const hasFirst = (labels: object) => {
    const found = { kind: "Service", metadata: { name: "first", labels } };
    standIn(`case "$(cat)" in
      *'"PersistentVolume"'*) echo "asked for the volume" >&2; exit 1 ;;
      *'"first"'*'"second"'*) echo '${JSON.stringify({ items: [found] })}' ;;
      *) echo "asked for too little" >&2; exit 1 ;;
    esac`);
  };
  afterEach(removeStandIn);

  it("is refused over objects of somebody else", async () => {
    for (const labels of [{}, { [label]: "applyset-other-v1" }]) {
      hasFirst(labels);
      await assert.rejects(refuseObjectsNotOwned(own, resources), {
        message:
          "The Service first exists and does not belong to this stack: remove it, or deploy to another namespace.",
      });
    }
  });

  it("goes over its own, and takes over what is in no namespace", async () => {
    hasFirst(own.labels);
    await assert.doesNotReject(refuseObjectsNotOwned(own, resources));
  });
});

describe("a deployment that is removed", () => {
  afterEach(removeStandIn);

  it("has lost objects of a kind before the next are deleted", async () => {
    const folder = standIn(`cd "$(dirname "$0")"
      [ "$1" != --namespace ] || shift 2
      echo "$1 $2" >> calls
      case "$1 $2" in
        "get statefulsets,cronjobs,jobs")
          [ "$(grep -c "$1 $2" calls)" -gt 2 ] || echo statefulset.apps/glance-internal-api ;;
      esac`);
    await removeMembers(applySet, () => Promise.resolve());
    const calls = readFileSync(join(folder, "calls"), "utf8").split("\n");
    assert.deepEqual(calls.slice(0, 5), [
      "delete statefulsets,cronjobs,jobs",
      "get statefulsets,cronjobs,jobs",
      "get statefulsets,cronjobs,jobs",
      "get statefulsets,cronjobs,jobs",
      "delete services,secrets,poddisruptionbudgets,networkpolicies,ingresses",
    ]);
  });
});
