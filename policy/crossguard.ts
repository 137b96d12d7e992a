import type {
  Policy,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";

import { objectsOfResource } from "./objects/kubernetesObject";
import { Stack } from "./objects/stack";
import { withValue } from "./objects/withValue";
import { defaultSettings, type ObjectRule, type Rule, sentence, type StackRule } from "./rule";

/** A rule as a policy of a Pulumi policy pack. */
export function policyOf(rule: Rule): ResourceValidationPolicy | StackValidationPolicy {
  return rule.scope === "object" ? resourcePolicy(rule) : stackPolicy(rule);
}

function resourcePolicy(rule: ObjectRule): ResourceValidationPolicy {
  return {
    ...description(rule),
    validateResource: (args, reportViolation) => {
      const settings = { ...defaultSettings(rule), ...args.getConfig() };
      for (const object of objectsOfResource(args)) {
        for (const problem of rule.judge(object, settings)) {
          reportViolation(sentence(object, problem));
        }
      }
    },
    ...(rule.remedies === undefined
      ? {}
      : { remediateResource: (args: ResourceValidationArgs) => remediate(rule, args) }),
  };
}

function stackPolicy(rule: StackRule): StackValidationPolicy {
  return {
    ...description(rule),
    validateStack: (args, reportViolation) => {
      const settings = { ...defaultSettings(rule), ...args.getConfig() };
      const stack = new Stack(args.resources.flatMap(objectsOfResource));
      for (const problem of rule.judge(stack, settings)) {
        reportViolation(sentence(problem.object, problem), problem.object.origin);
      }
    },
  };
}

/** The properties of a resource with everything cured that the rule finds wrong; undefined when nothing is. */
function remediate(
  rule: ObjectRule,
  args: ResourceValidationArgs,
): Record<string, unknown> | undefined {
  const settings = { ...defaultSettings(rule), ...args.getConfig() };
  const remedies = objectsOfResource(args)
    .filter((object) => rule.judge(object, settings).length > 0)
    .flatMap((object) => rule.remedies?.(object) ?? []);
  return remedies.length === 0
    ? undefined
    : remedies.reduce((props, { field, value }) => withValue(props, field.keys, value), args.props);
}

function description(rule: Rule): Policy {
  return {
    name: rule.name,
    displayName: rule.title,
    description: rule.description,
    severity: rule.severity,
    enforcementLevel: rule.level,
    remediationSteps: rule.remedy,
    url: rule.why.url,
    ...(rule.settings === undefined ? {} : { configSchema: { properties: { ...rule.settings } } }),
  };
}
