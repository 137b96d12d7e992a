import assert from "node:assert/strict";

import type { Validation } from "../../../policy/cel/admissionCheck";
import { admissionPolicies } from "../../../policy/admission";
import { cel } from "../../../policy/cel/expression";
import { objectsOfDocument } from "../../../policy/model/kubernetesObject";
import { defaultSettings, type ObjectRule, sentence } from "../../../policy/rule";
import { ruleFixtures } from "../fixtures";
import type { Fixture } from "../fixtures/fixture";
import { denials } from "./evaluator";

/** What the admission policy of a rule says of a fixture. */
function denialsOf(rule: ObjectRule, { settings, objects }: Fixture): string[] {
  const all = { ...defaultSettings(rule), ...settings };
  return admissionPolicies([{ rule, level: rule.level, settings: all }], "fixtures").flatMap(
    (policy) => objects.flatMap((object) => denials(policy, object)),
  );
}

/** What the rule itself says of it. */
function sentencesOf(rule: ObjectRule, { settings, objects }: Fixture): string[] {
  return objects
    .flatMap((object) => objectsOfDocument(object, "file"))
    .flatMap((object) =>
      rule
        .validate(object, { ...defaultSettings(rule), ...settings })
        .map((violation) => sentence(object, violation)),
    );
}

/** A fixture to which the admission policy of a rule gives another verdict; undefined when there is none. */
function dissent(rule: ObjectRule, fixtures: readonly Fixture[]): string | undefined {
  return fixtures.find((fixture) => (denialsOf(rule, fixture).length === 0) !== fixture.isAccepted)
    ?.title;
}

/** A rule of which one condition is another. */
function withCondition(
  rule: ObjectRule,
  index: number,
  change: (validation: Validation) => Validation,
): ObjectRule {
  const validations = (settings: object) =>
    rule.admission
      .validations(settings)
      .map((validation, other) => (other === index ? change(validation) : validation));
  return { ...rule, admission: { ...rule.admission, validations } };
}

/** Conditions that no valid object breaks: the API server takes no other words. */
const unreachable = [/whenDeleted must/];

/** What stands before "must" in the denials of fixtures of a rule. */
function placesOf(name: string): string[] {
  const { rule, fixtures } =
    ruleFixtures.find((one) => one.rule.name === name) ?? assert.fail(name);
  assert.ok(rule.scope === "object");
  const denials = fixtures.filter(({ isValid }) => isValid).flatMap((one) => denialsOf(rule, one));
  return [...new Set(denials.map((text) => /': (.*?) must/.exec(text)?.[1] ?? text))].sort();
}

describe("the rules as admission policies", () => {
  it("tell in words where a field is", () => {
    assert.deepEqual(placesOf("statefulset-require-parallel-start"), ["spec.podManagementPolicy"]);
    assert.deepEqual(placesOf("pod-require-image-digest"), ["image of every container"]);
    assert.deepEqual(placesOf("pod-disallow-shared-staging"), [
      "accessModes of the staging claim",
      "volumeName of the staging claim",
    ]);
    assert.deepEqual(placesOf("pod-disallow-staging-subpath"), [
      "subPath and subPathExpr of the staging claim",
      "volumeMounts",
    ]);
    assert.deepEqual(placesOf("persistentvolumeclaim-disallow-shared-staging"), [
      "metadata.annotations",
      "spec",
      "spec.accessModes",
    ]);
    const restricted = placesOf("pod-require-restricted-profile");
    for (const place of [
      ...["hostNetwork of the pods", "metadata.annotations of the pods"],
      ...["securityContext.runAsUser of the pods and every container"],
      ...["lifecycle.preStop.httpGet.host and lifecycle.preStop.tcpSocket.host of every container"],
    ]) {
      assert.ok(restricted.includes(place), restricted.join("\n"));
    }
  });

  for (const { rule, fixtures: all } of ruleFixtures) {
    if (rule.scope === "object") {
      const fixtures = all.filter(({ isValid }) => isValid);
      const conditions = rule.admission.validations(defaultSettings(rule));

      it(`give the verdicts of ${rule.name}`, () => {
        assert.equal(dissent(rule, fixtures), undefined);
      });

      it(`say the same as ${rule.name}`, () => {
        for (const fixture of fixtures.filter(({ isAccepted }) => !isAccepted)) {
          const found = denialsOf(rule, fixture);
          for (const sentence of sentencesOf(rule, fixture)) {
            // The API server tells of a place in words, and knows no name of a Service to write.
            const [, subject = "", message = ""] =
              /^(\w+ '[^']*': ).*?((must|lacks) .+)\.$/.exec(sentence) ?? [];
            const end = message.replace(/ http:.*/, "");
            assert.ok(
              found.some((text) => text.startsWith(subject) && text.includes(` ${end}`)),
              `${sentence}\n${found.join("\n")}`,
            );
          }
        }
      });

      it(`need every condition of ${rule.name} to be right`, () => {
        conditions.forEach((condition, index) => {
          const negated = withCondition(rule, index, ({ expression, message }) => ({
            expression: cel`!(${expression})`,
            message,
          }));
          assert.notEqual(dissent(negated, fixtures), undefined, condition.message);
        });
      });

      it(`have a fixture for every condition of ${rule.name}`, () => {
        const messages = new Set(fixtures.flatMap((fixture) => denialsOf(rule, fixture)));
        const untried = conditions
          .map(({ message }) => message)
          .filter((message) => ![...messages].some((text) => text.endsWith(`: ${message}.`)))
          .filter((message) => !unreachable.some((pattern) => pattern.test(message)));
        assert.deepEqual(untried, []);
      });
    }
  }
});
