import type { PolicyConfigSchema, Severity } from "@pulumi/policy";

import type { AdmissionCheck } from "./admission/check";
import type { Field } from "./objects/field";
import type { KubernetesObject } from "./objects/kubernetesObject";
import type { Stack } from "./objects/stack";

/** JSON schema of a setting, with `default` and `description`. */
export type SettingSchema = PolicyConfigSchema["properties"][string];

/** What is wrong with an object: a sentence without its subject. It holds no values, which may be secret. */
export interface Problem {
  /** The field that must change. */
  field: Field;
  /** What must be there instead, and why, as `must be ["ReadWriteOnce"], because ...`; no full stop. */
  advice: string;
}

/** A problem of one of several objects. */
export interface ObjectProblem extends Problem {
  object: KubernetesObject;
}

/** A field and the value that cures it. */
export interface Remedy {
  field: Field;
  value: unknown;
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
  /** What goes wrong without the rule, and the source that says so. */
  why: { text: string; url: string };
  /** What to write in a manifest, in a few words. */
  remedy: string;
  settings?: Readonly<Record<string, SettingSchema>>;
}

/** A rule that looks at one object at a time. */
export interface ObjectRule<Settings extends object = object> extends RuleText {
  scope: "object";
  /** What is wrong with an object; nothing for objects that the rule is not about. */
  judge(object: KubernetesObject, settings: Settings): Problem[];
  /** The one safe cure of what `judge` finds, used at the level `remediate`. */
  remedies?(object: KubernetesObject): Remedy[];
  /** The same rule for the API server. */
  admission: AdmissionCheck<Settings>;
}

/** A rule that needs all objects of a stack. */
export interface StackRule<Settings extends object = object> extends RuleText {
  scope: "stack";
  /** What is wrong between the objects. */
  judge(stack: Stack, settings: Settings): ObjectProblem[];
  /** Why the API server, which sees one object at a time, cannot enforce the rule. */
  notAdmitted: string;
}

/** A rule of the pack, whatever its settings are. */
export type Rule = ObjectRule | StackRule;

/** The settings of a rule when nothing is configured. */
export function defaultSettings(rule: Rule): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(rule.settings ?? {}).map(([name, schema]) => [name, schema.default]),
  );
}

/** A problem as a sentence: object, field, what to write instead. */
export function sentence(object: KubernetesObject, { field, advice }: Problem): string {
  return `${object.title}: ${field.path === "" ? "" : `${field.path} `}${advice}.`;
}
