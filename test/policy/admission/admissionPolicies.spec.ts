import assert from "node:assert/strict";

import type { Validation } from "../../../policy/cel/admissionCheck";
import { admissionPolicies } from "../../../policy/admission";
import { cel } from "../../../policy/cel/expression";
import { defaultSettings, type ObjectRule } from "../../../policy/rule";
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

describe("the rules as admission policies", () => {
  for (const { rule, fixtures: all } of ruleFixtures) {
    if (rule.scope === "object") {
      const fixtures = all.filter(({ isValid }) => isValid);
      const conditions = rule.admission.validations(defaultSettings(rule));

      it(`give the verdicts of ${rule.name}`, () => {
        assert.equal(dissent(rule, fixtures), undefined);
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
