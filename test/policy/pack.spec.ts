import assert from "node:assert/strict";
import { join } from "node:path";

import { EnforcementLevel } from "@pulumi/pulumi/proto/analyzer_pb.js";

import { rules } from "../../policy/rules";
import { PolicyPackProcess } from "../support/policyPack";
import type { Fixture, Manifest } from "./fixtures/fixture";
import { ruleFixtures, type RuleFixtures } from "./fixtures";
import { apiContainer, glanceApi } from "./fixtures/manifests";

const root = join(__dirname, "../..");
const statefulSet = "kubernetes:apps/v1:StatefulSet";
const template = "spec.volumeClaimTemplates[0].spec.accessModes";

const typeOf = ({ apiVersion, kind }: Manifest) => `kubernetes:${apiVersion}:${kind}`;

describe("the policy pack, run as Pulumi runs it", () => {
  let pack: PolicyPackProcess;

  before(async function () {
    this.timeout(60_000);
    pack = await PolicyPackProcess.start(join(root, "policy"));
  });

  after(() => pack.stop());

  /** Whether a policy of the pack accepts a fixture. */
  async function accepts(rule: RuleFixtures["rule"], { objects, settings }: Fixture) {
    await pack.configure(rule.name, "MANDATORY", settings);
    const found =
      rule.scope === "stack"
        ? await pack.analyzeStack(
            objects.map((manifest) => ({ type: typeOf(manifest), properties: manifest })),
          )
        : (
            await Promise.all(objects.map((manifest) => pack.analyze(typeOf(manifest), manifest)))
          ).flat();
    const ours = found.filter(({ policyname }) => policyname === rule.name);
    ours.forEach(({ enforcementlevel, message }) => {
      assert.equal(enforcementlevel, EnforcementLevel.MANDATORY, message);
      assert.match(message, /^[^\n]+\.\n\w+ '[^']*': .+\.$/);
    });
    return ours.length === 0;
  }

  it("serves a policy for every rule, with its level", async () => {
    const { name, version, policiesList } = await pack.info();
    assert.deepEqual([name, version], ["glance", "0.1.0"]);
    assert.deepEqual(
      policiesList.map((policy) => [policy.name, policy.enforcementlevel]),
      rules.map((rule) => [
        rule.name,
        rule.level === "mandatory" ? EnforcementLevel.MANDATORY : EnforcementLevel.ADVISORY,
      ]),
    );
  });

  for (const { rule, fixtures } of ruleFixtures) {
    it(`gives the verdicts of ${rule.name}`, async () => {
      for (const fixture of fixtures) {
        assert.equal(await accepts(rule, fixture), fixture.isAccepted, fixture.title);
      }
    });
  }

  it("cures what has one safe cure when it is asked to", async () => {
    const shared = glanceApi({ [template]: ["ReadWriteMany"] });
    await pack.configure("pod-disallow-shared-staging", "REMEDIATE", {});
    assert.deepEqual(await pack.remediate(statefulSet, shared), [glanceApi()]);
  });

  it("notes that a rule could not run on an unknown value, instead of passing it", async () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const env = [{ name: "OS_DEFAULT__WORKER_SELF_REFERENCE_URL", value: unknown }];
    const props = glanceApi({ "spec.template.spec.containers": [apiContainer({ env })] });
    const diagnostics = await pack.analyze(statefulSet, props);
    const own = diagnostics.find(
      ({ policyname }) => policyname === "statefulset-require-own-worker-url",
    );
    assert.equal(own?.enforcementlevel, EnforcementLevel.ADVISORY);
    assert.match(own.message, /can't run policy 'statefulset-require-own-worker-url'/);
  });
});
