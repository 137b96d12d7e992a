import assert from "node:assert/strict";

import { applySetOf } from "../../../ops/deploy/applySet";
import { manifestList, summary } from "../../../ops/deploy/manifestList";
import type { EvaluatedResource } from "../../../render";

const resource = (manifest: EvaluatedResource["manifest"]): EvaluatedResource => ({
  urn: "",
  type: "",
  name: "",
  manifest,
  maskedManifest: {},
  dependencies: [],
  provider: "",
  retainOnDelete: false,
  protect: false,
  secret: false,
});

const secret = resource({
  kind: "Secret",
  metadata: { name: "s", labels: { a: "1" } },
  stringData: { key: "ä" },
});
import { testStack } from "../../support/stack";

describe("a list of manifests", () => {
  it("holds the data of Secrets as the API server stores it", () => {
    const { items } = JSON.parse(manifestList([secret]));
    assert.deepEqual(items[0].data, { key: "w6Q=" });
    assert.equal("stringData" in items[0], false);
  });

  it("adds labels to those that are there", () => {
    const { items } = JSON.parse(manifestList([secret], { b: "2" }));
    assert.deepEqual(items[0].metadata.labels, { a: "1", b: "2" });
  });

  it("is summed up by kind", () => {
    const job = resource({ kind: "Job", metadata: { name: "j" } });
    assert.equal(summary([secret, job, secret]), "2 Secret, Job");
  });
});

describe("the ApplySet of a stack", () => {
  it("is that of the stack without its organization and project", () => {
    const stack = testStack();
    assert.deepEqual(applySetOf({ ...stack, name: "acme/glance/test" }), applySetOf(stack));
  });

  it("has the id that kubectl computes", () => {
    assert.deepEqual(applySetOf({ ...testStack(), name: "e2e" }).labels, {
      "applyset.kubernetes.io/part-of": "applyset-s3lunbSbNC7bHHxvvIhOgyjL7arW9frgzQGLkQBARDk-v1",
    });
  });
});
