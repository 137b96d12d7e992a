import assert from "node:assert/strict";

import { disallowServiceAccountToken } from "../../policy/rules/disallowServiceAccountToken";
import { requireClaimRetention } from "../../policy/rules/requireClaimRetention";
import { requireGracePeriod } from "../../policy/rules/requireGracePeriod";
import { requireHostSpread } from "../../policy/rules/requireHostSpread";
import { requireImageDigest } from "../../policy/rules/requireImageDigest";
import { requireParallelStart } from "../../policy/rules/requireParallelStart";
import { requireRestrictedPods } from "../../policy/rules/requireRestrictedPods";
import { requireSecretFiles } from "../../policy/rules/requireSecretFiles";
import type { ObjectRule, Rule } from "../../policy/rule";
import { violations } from "../support/policy";
import { changed } from "./fixtures/fixture";

const pod = "spec.template.spec";
const secrets = { name: "secrets", secret: { secretName: "glance" } };

/** Rules about fields that a patch may leave out, and values that it must not set. */
const cases: [rule: Rule, path: string, value: unknown][] = [
  [requireParallelStart, "spec.podManagementPolicy", "OrderedReady"],
  [requireGracePeriod, `${pod}.terminationGracePeriodSeconds`, 599],
  [requireClaimRetention, "spec.persistentVolumeClaimRetentionPolicy.whenScaled", "Delete"],
  [requireRestrictedPods, `${pod}.securityContext.runAsNonRoot`, false],
  [requireRestrictedPods, `${pod}.securityContext.seccompProfile.type`, "Unconfined"],
  [requireRestrictedPods, `${pod}.containers[0].securityContext.privileged`, true],
  [requireRestrictedPods, `${pod}.containers[0].securityContext.capabilities.drop`, []],
  [disallowServiceAccountToken, `${pod}.automountServiceAccountToken`, true],
  [requireSecretFiles, `${pod}.volumes[0].secret.defaultMode`, 0o644],
  [requireImageDigest, `${pod}.containers[0].image`, "registry.example.org/glance:33.0.0"],
];

/** A patch of the StatefulSet that says nothing but that its container is Glance's. */
const patch = {
  apiVersion: "apps/v1",
  kind: "StatefulSet",
  metadata: { name: "glance-single-api" },
  spec: { template: { spec: { containers: [{ name: "glance-api" }], volumes: [secrets] } } },
};

function validate(rule: Rule, changes: Record<string, unknown>): string[] {
  const settings = { seconds: 600 };
  const type = "kubernetes:apps/v1:StatefulSetPatch";
  return violations(rule as ObjectRule, type, changed(patch, changes), settings);
}

describe("the rules about StatefulSets, on a patch", () => {
  for (const [rule, path, value] of cases) {
    it(`${rule.name} validates only what is there: ${path}`, () => {
      assert.deepEqual(validate(rule, {}), []);
      const [message, ...others] = validate(rule, { [path]: value });
      assert.ok(message?.startsWith(`StatefulSet 'glance-single-api': ${path} must `), message);
      assert.deepEqual(others, []);
    });
  }

  it("statefulset-require-host-spread does not know what else spreads the pods", () => {
    assert.deepEqual(validate(requireHostSpread, {}), []);
  });
});
