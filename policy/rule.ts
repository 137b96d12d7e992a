import type { PolicyConfigSchema, Severity } from "@pulumi/policy";

import type { AdmissionCheck } from "./cel/admissionCheck";
import type { Field } from "./model/field";
import { grouped } from "../model/grouped";
import type { KubernetesObject } from "./model/kubernetesObject";
import type { Stack } from "./model/stack";

/** JSON schema of a setting, with `default` and `description`. */
export type SettingSchema = PolicyConfigSchema["properties"][string];

/** The schema of a setting that is a list of texts. */
export function listSetting(description: string, texts: readonly string[]): SettingSchema {
  return { type: "array", items: { type: "string" }, default: [...texts], description };
}

/** How an object breaks a rule. It holds no values, which may be secret. */
export interface Violation {
  /** The field that must change. */
  field: Field;
  /** What must be there instead, and why, as `must be ["ReadWriteOnce"], because ...`: no subject and no full stop. */
  message: string;
}

/** A violation of one of several objects. */
export interface ObjectViolation extends Violation {
  object: KubernetesObject;
}

/** What a rule says of itself, and how it is configured. */
interface RuleText {
  /** `<kind>-<verb>-<what>`, by which configurations and messages name the rule. */
  name: string;
  /** The rule in a few words, for lists. */
  title: string;
  /** The rule in one sentence. */
  description: string;
  severity: Severity;
  /** How strictly the rule is applied unless a configuration says otherwise. */
  level: "mandatory" | "advisory";
  /** What goes wrong without the rule. */
  rationale: string;
  /** The source that says so. */
  url: string;
  /** What to write in a manifest, in a few words. */
  remedy: string;
  settings?: Readonly<Record<string, SettingSchema>>;
}

/** A rule that looks at one object at a time. */
export interface ObjectRule<Settings extends object = object> extends RuleText {
  scope: "object";
  /** How an object breaks the rule; not at all when the rule is not about it. */
  validate(object: KubernetesObject, settings: Settings): Violation[];
  /** The one safe value of a field that `validate` refuses, set at the level `remediate`; undefined when there is none. */
  remediate?(field: Field): unknown;
  /** The same rule for the API server. */
  admission: AdmissionCheck<Settings>;
  /** What the API server lets pass though the rule refuses it, and why; a sentence. */
  admissionLimit?: string;
}

/** A rule that needs all objects of a stack. */
export interface StackRule<Settings extends object = object> extends RuleText {
  scope: "stack";
  /** How the objects, taken together, break the rule. */
  validate(stack: Stack, settings: Settings): ObjectViolation[];
  /** Whether it judges what Glance is told, which may not be among the objects. */
  readsConfiguration?: true;
  /** Why the API server, which sees one object at a time, cannot enforce the rule. */
  admissionLimit: string;
}

/** A rule of the pack, whatever its settings are. */
export type Rule = ObjectRule | StackRule;

/** The settings of a rule when nothing is configured. */
export function defaultSettings(rule: Rule): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(rule.settings ?? {}).map(([name, schema]) => [name, schema.default]),
  );
}

/** A violation as a sentence: object, field, what to write instead. */
export function sentence(object: KubernetesObject, { field, message }: Violation): string {
  return `${object.title}: ${field.path === "" ? "" : `${field.path} `}${message}.`;
}

/** The violations of a rule by an object as sentences: one for all fields that break it alike. */
export function sentences(object: KubernetesObject, violations: readonly Violation[]): string[] {
  const alike = grouped(violations, ({ message }) => message);
  return [...alike.values()].flatMap(([first, ...others]) => {
    const places = others.map(({ field }) => field.path);
    return first === undefined ? [] : [withOthers(sentence(object, first), places)];
  });
}

/** A sentence about the first of several places, with the others. */
export function withOthers(text: string, places: readonly string[]): string {
  return places.length === 0
    ? text
    : `${text} Likewise ${places.length} more: ${places.join(", ")}.`;
}
