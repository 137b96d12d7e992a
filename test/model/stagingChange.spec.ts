import assert from "node:assert/strict";

import { makeDeployment } from "../../model/deployment";
import {
  claimChangeProblem,
  removedPods,
  renamedPods,
  stagedLossProblem,
  type StagingSet,
  stagingSets,
} from "../../model/stagingChange";

const set = (changes: Partial<StagingSet> = {}): StagingSet => ({
  name: "glance-single-api",
  replicas: 3,
  scheme: "http",
  claim: { size: "10Gi", storageClass: "local-storage" },
  orphansPods: false,
  ...changes,
});

describe("a change of a stack takes away", () => {
  it("the pods with the highest ordinals when it scales down", () => {
    assert.deepEqual(removedPods([set()], [set({ replicas: 1 })]), [
      "glance-single-api-1",
      "glance-single-api-2",
    ]);
  });

  it("all pods when it parks the API or changes the layout", () => {
    assert.equal(removedPods([set()], [set({ replicas: 0 })]).length, 3);
    assert.equal(removedPods([set()], [set({ name: "glance-external-api" })]).length, 3);
  });

  it("no pod when it scales up or changes something else", () => {
    assert.deepEqual(removedPods([set()], [set({ replicas: 4 })]), []);
    assert.deepEqual(removedPods([set()], [set({ orphansPods: true })]), []);
    assert.deepEqual(removedPods([], [set()]), []);
  });
});

describe("a change of the scheme of the URLs", () => {
  it("concerns the pods that stay", () => {
    const after = [set({ scheme: "https", replicas: 2 })];
    assert.deepEqual(renamedPods([set()], after), ["glance-single-api-0", "glance-single-api-1"]);
    assert.deepEqual(removedPods([set()], after), ["glance-single-api-2"]);
    assert.deepEqual(renamedPods([set({ replicas: 1 })], after), ["glance-single-api-0"]);
  });

  it("is none when the scheme stays, or the StatefulSet goes", () => {
    assert.deepEqual(renamedPods([set()], [set({ replicas: 1 })]), []);
    assert.deepEqual(renamedPods([set()], []), []);
  });
});

describe("the StatefulSets of a stack", () => {
  it("are those of its layout, with their own replicas", () => {
    const staging = { size: "10Gi", storageClass: "local-storage", retain: true, resizing: true };
    const deployment = makeDeployment({
      ...{ namespace: "openstack", layout: "split", replicas: 3, staging },
      ...{ external: {}, internal: { replicas: 0 }, single: { replicas: 5 } },
    });
    assert.deepEqual(stagingSets(deployment), [
      set({ name: "glance-external-api", orphansPods: true }),
      set({ name: "glance-internal-api", replicas: 0, orphansPods: true }),
    ]);
  });
});

describe("a change of the staging claims", () => {
  const larger = set({ claim: { size: "20Gi", storageClass: "local-storage" } });
  const elsewhere = set({ claim: { size: "10Gi", storageClass: "fast" } });

  it("is refused while it would end all pods, with the switch that keeps them", () => {
    assert.match(
      claimChangeProblem([set()], [larger]) ?? "",
      /^glance:staging\.size goes from 10Gi to 20Gi, .* glance:staging\.resizing true first/,
    );
    assert.match(
      claimChangeProblem([set()], [elsewhere]) ?? "",
      /^glance:staging\.storageClass goes from local-storage to fast,/,
    );
  });

  it("is refused when the switch is set in the same update: the old StatefulSet decides", () => {
    assert.ok(claimChangeProblem([set()], [{ ...larger, orphansPods: true }]));
  });

  it("passes when the pods of the old StatefulSet go on", () => {
    assert.equal(claimChangeProblem([set({ orphansPods: true })], [larger]), undefined);
  });

  it("is none when the claims stay, or the StatefulSet goes", () => {
    assert.equal(claimChangeProblem([set()], [set({ replicas: 1 })]), undefined);
    assert.equal(claimChangeProblem([set()], []), undefined);
  });
});

describe("a pod that would be removed", () => {
  it("may go when nothing is staged there", () => {
    assert.equal(stagedLossProblem("glance-single-api-2", []), undefined);
  });

  it("is kept for the images that are staged there, each of which is named once", () => {
    const message = stagedLossProblem("glance-single-api-2", ["a", "a.raw", "b"]);
    assert.match(
      message ?? "",
      /^glance-single-api-2 would be removed, where 2 images are staged \(a, b\)/,
    );
    assert.match(
      message ?? "",
      /npm run ops -- drain first, or set glance:allowStagedLoss to true/,
    );
  });

  it("names no more than three of many images", () => {
    const message = stagedLossProblem("glance-single-api-2", ["a", "b", "c", "d"]);
    assert.match(message ?? "", /4 images are staged \(a, b, c, \.\.\.\)/);
  });
});
