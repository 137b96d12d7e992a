import { defaultSettings, type Rule } from "./rule";

/** How strictly a rule is applied; `remediate` also changes what it finds where one change is safe. */
export type Level = "advisory" | "mandatory" | "remediate" | "disabled";

/** A rule with its level and settings. */
export interface ConfiguredRule {
  rule: Rule;
  level: Level;
  settings: Record<string, unknown>;
}

/** All rules, each with its level and settings. */
export type Configuration = readonly ConfiguredRule[];

/** What holds when nothing is configured. */
export function defaultConfiguration(rules: readonly Rule[]): Configuration {
  return rules.map((rule) => ({ rule, level: rule.level, settings: defaultSettings(rule) }));
}
