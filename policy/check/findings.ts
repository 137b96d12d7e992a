import type { Configuration, ConfiguredRule } from "../configuration";
import type { Field } from "../model/field";
import type { KubernetesObject } from "../model/kubernetesObject";
import { Stack } from "../model/stack";
import { type ObjectViolation, type Rule, sentence } from "../rule";
import { seenConfiguration } from "./seenConfiguration";

/** How grave a finding is; a note says what could not be judged. */
export type FindingLevel = "mandatory" | "advisory" | "note";

/** What a rule found in an object. */
export interface Finding {
  rule: Rule;
  level: FindingLevel;
  object: KubernetesObject;
  /** The field that must change. */
  field: Field;
  /** Object, field and what must be there instead, as a sentence. */
  message: string;
}

/**
 * What the rules that are not disabled find in objects, by object, then by rule.
 *
 * @param unseen Level of findings that rules could not judge a configuration; none of them when left out.
 */
export function validate(
  configuration: Configuration,
  objects: readonly KubernetesObject[],
  unseen?: FindingLevel,
): Finding[] {
  // By the manifest: a rule may name a workload, which is a copy of its object.
  const places = new Map(objects.map(({ manifest }, index) => [manifest, index]));
  const place = ({ object }: Finding) => places.get(object.manifest) ?? 0;
  const stack = new Stack(objects);
  const enabled = configuration.filter(({ level }) => level !== "disabled");
  const found = enabled.flatMap((configured) => findingsOf(configured, stack));
  const notes = unseen === undefined ? [] : unseenFindings(enabled, stack, unseen);
  return [...found, ...notes].sort((a, b) => place(a) - place(b));
}

function unseenFindings(enabled: Configuration, stack: Stack, level: FindingLevel): Finding[] {
  const readers = enabled
    .filter(({ rule }) => rule.scope === "stack" && rule.readsConfiguration)
    .map(({ rule }) => rule.name);
  return readers.length === 0
    ? []
    : findingsOf({ rule: seenConfiguration, level: "advisory", settings: { readers } }, stack).map(
        (finding) => ({ ...finding, level }),
      );
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
