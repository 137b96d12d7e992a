import type { Configuration, ConfiguredRule } from "../configuration";
import type { Field } from "../model/field";
import type { KubernetesObject } from "../model/kubernetesObject";
import { Stack } from "../model/stack";
import { type ObjectViolation, type Rule, sentence } from "../rule";

/** What a rule found in an object. */
export interface Finding {
  rule: Rule;
  level: "mandatory" | "advisory";
  object: KubernetesObject;
  /** The field that must change. */
  field: Field;
  /** Object, field and what must be there instead, as a sentence. */
  message: string;
}

/** What the rules that are not disabled find in objects, by object, then by rule. */
export function validate(
  configuration: Configuration,
  objects: readonly KubernetesObject[],
): Finding[] {
  // By the manifest: a rule may name a workload, which is a copy of its object.
  const places = new Map(objects.map(({ manifest }, index) => [manifest, index]));
  const place = ({ object }: Finding) => places.get(object.manifest) ?? 0;
  const stack = new Stack(objects);
  return configuration
    .filter(({ level }) => level !== "disabled")
    .flatMap((configured) => findingsOf(configured, stack))
    .sort((a, b) => place(a) - place(b));
}

function findingsOf({ rule, level, settings }: ConfiguredRule, stack: Stack): Finding[] {
  const violations: ObjectViolation[] =
    rule.scope === "stack"
      ? rule.validate(stack, settings)
      : stack.objects.flatMap((object) =>
          rule.validate(object, settings).map((violation) => ({ ...violation, object })),
        );
  return violations.map((violation) => ({
    rule,
    level: level === "advisory" ? "advisory" : "mandatory",
    object: violation.object,
    field: violation.field,
    message: sentence(violation.object, violation),
  }));
}
