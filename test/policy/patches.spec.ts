import assert from "node:assert/strict";

import { disallowServiceAccountToken } from "../../policy/rules/pod/disallowServiceAccountToken";
import { requireClaimRetention } from "../../policy/rules/statefulset/requireClaimRetention";
import { requireGracePeriod } from "../../policy/rules/statefulset/requireGracePeriod";
import { requireHostSpread } from "../../policy/rules/statefulset/requireHostSpread";
import { requireImageDigest } from "../../policy/rules/pod/requireImageDigest";
import { requireParallelStart } from "../../policy/rules/statefulset/requireParallelStart";
import { requireRestrictedProfile } from "../../policy/rules/pod/requireRestrictedProfile";
import { requireSecretFiles } from "../../policy/rules/pod/requireSecretFiles";
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
  [requireRestrictedProfile, `${pod}.securityContext.runAsNonRoot`, false],
  [requireRestrictedProfile, `${pod}.securityContext.seccompProfile.type`, "Unconfined"],
  [requireRestrictedProfile, `${pod}.containers[0].securityContext.privileged`, true],
  [requireRestrictedProfile, `${pod}.containers[0].securityContext.capabilities.drop`, []],
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
