import type {
  Policy,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";

import { grouped } from "../model/grouped";
import { objectsOfResource, type PulumiResource } from "./model/kubernetesObject";
import { Stack } from "./model/stack";
import { withValue } from "./model/withValue";
import { defaultSettings, type ObjectRule, type Rule, sentences, type StackRule } from "./rule";

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
        sentences(object, rule.validate(object, settings)).forEach((text) => {
          reportViolation(text);
        });
      }
    },
    ...(rule.remediate === undefined
      ? {}
      : {
          remediateResource: (args: ResourceValidationArgs) =>
            remediatedProps(rule, { ...defaultSettings(rule), ...args.getConfig() }, args),
        }),
  };
}

function stackPolicy(rule: StackRule): StackValidationPolicy {
  return {
    ...description(rule),
    validateStack: (args, reportViolation) => {
      const settings = { ...defaultSettings(rule), ...args.getConfig() };
      const stack = new Stack(args.resources.flatMap(objectsOfResource));
      const violations = rule.validate(stack, settings);
      // By the manifest: a rule may name a workload, which is a copy of its object.
      for (const own of grouped(violations, ({ object }) => object.manifest).values()) {
        const object = own[0]?.object;
        if (object !== undefined) {
          sentences(object, own).forEach((text) => {
            reportViolation(text, object.origin);
          });
        }
      }
    },
  };
}

/** The properties of a resource with the remediations of a rule; undefined when it keeps the rule. */
export function remediatedProps(
  rule: ObjectRule,
  settings: object,
  resource: PulumiResource,
): Record<string, unknown> | undefined {
  const remediations = objectsOfResource(resource)
    .flatMap((object) => rule.validate(object, settings))
    .map(({ field }) => ({ field, value: rule.remediate?.(field) }))
    .filter(({ value }) => value !== undefined);
  return remediations.length === 0
    ? undefined
    : remediations.reduce(
        (props, { field, value }) => withValue(props, field.keys, value),
        resource.props as Record<string, unknown>,
      );
}

function description(rule: Rule): Policy {
  return {
    name: rule.name,
    displayName: rule.title,
    description: rule.description,
    severity: rule.severity,
    enforcementLevel: rule.level,
    remediationSteps: rule.remedy,
    url: rule.url,
    ...(rule.settings === undefined ? {} : { configSchema: { properties: { ...rule.settings } } }),
  };
}
