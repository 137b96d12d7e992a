import assert from "node:assert/strict";

import { type KubernetesObject, objectsOfDocument } from "../../policy/model/kubernetesObject";
import { withValue } from "../../policy/model/withValue";
import type { ObjectRule } from "../../policy/rule";
import { disallowServiceAccountToken } from "../../policy/rules/pod/disallowServiceAccountToken";
import { requireClaimRetention } from "../../policy/rules/statefulset/requireClaimRetention";
import type { Manifest } from "./fixtures/fixture";
import { glanceApi, glanceWorkload } from "./fixtures/manifests";

const policy = "spec.persistentVolumeClaimRetentionPolicy";

function objectOf(manifest: object): KubernetesObject {
  return objectsOfDocument(manifest, "file")[0] ?? assert.fail("no object");
}

/** Paths that a rule refuses. */
function pathsOf(rule: ObjectRule, manifest: Manifest): string[] {
  return rule.validate(objectOf(manifest), {}).map(({ field }) => field.path);
}

/** A manifest with all that a rule changes. */
function remediated(rule: ObjectRule, manifest: Manifest): object {
  return rule
    .validate(objectOf(manifest), {})
    .reduce<Record<string, unknown>>((current, { field }) => {
      const value = rule.remediate?.(field);
      return value === undefined ? current : withValue(current, field.keys, value);
    }, manifest);
}

describe("statefulset-require-claim-retention", () => {
  // The API server fills these in before it validates, so they are no fixtures.
  it("refuses what is left to a default, and writes it out", () => {
    for (const absent of [policy, `${policy}.whenScaled`, `${policy}.whenDeleted`]) {
      const manifest = glanceApi({ [absent]: undefined });
      const fields = ["whenScaled", "whenDeleted"].map((name) => `${policy}.${name}`);
      assert.deepEqual(
        pathsOf(requireClaimRetention, manifest),
        fields.filter((field) => field.startsWith(absent)),
      );
      assert.deepEqual(remediated(requireClaimRetention, manifest), glanceApi());
    }
  });

  it("keeps the claims of pods that go, whatever becomes of the StatefulSet", () => {
    const manifest = glanceApi({ [policy]: { whenScaled: "Delete", whenDeleted: "Delete" } });
    assert.deepEqual(
      remediated(requireClaimRetention, manifest),
      glanceApi({ [policy]: { whenScaled: "Retain", whenDeleted: "Delete" } }),
    );
  });

  it("does not guess what another word was to mean", () => {
    const manifest = glanceApi({ [`${policy}.whenDeleted`]: "Recycle" });
    assert.deepEqual(pathsOf(requireClaimRetention, manifest), [`${policy}.whenDeleted`]);
    assert.deepEqual(remediated(requireClaimRetention, manifest), manifest);
  });
});

describe("pod-disallow-service-account-token", () => {
  it("takes the token from pods of every kind, and leaves other volumes to people", () => {
    const volumes = [
      { name: "token", projected: { sources: [{ serviceAccountToken: { path: "t" } }] } },
    ];
    for (const kind of ["CronJob", "Deployment", "Pod"]) {
      for (const value of [true, undefined]) {
        const manifest = glanceWorkload(kind, { automountServiceAccountToken: value, volumes });
        assert.deepEqual(
          remediated(disallowServiceAccountToken, manifest),
          glanceWorkload(kind, { automountServiceAccountToken: false, volumes }),
        );
      }
    }
  });
});
