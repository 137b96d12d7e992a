import { existsSync } from "node:fs";
import { basename, join, relative } from "node:path";

import { closest } from "fastest-levenshtein";
import { z } from "zod";

import { UserError } from "../model/userError";
import { readTextFile } from "../model/userFile";
import { defaultSettings, type Rule } from "./rule";

const levels = ["advisory", "mandatory", "remediate", "disabled"] as const;

/** How strictly a rule is applied; `remediate` changes what breaks it where the rule has one safe change. */
export type Level = (typeof levels)[number];

/** A rule with its level and settings. */
export interface ConfiguredRule {
  rule: Rule;
  level: Level;
  settings: Record<string, unknown>;
}

/** All rules, each with its level and settings. */
export type Configuration = readonly ConfiguredRule[];

const everyRule = "all";
const example = '{ "pod-require-statefulset": "advisory" }';

const entrySchema = z.union([
  z.string().transform((enforcementLevel) => ({ enforcementLevel })),
  z.looseObject({ enforcementLevel: z.string().optional() }),
]);
type Entry = z.infer<typeof entrySchema>;

/** What holds when nothing is configured. */
export function defaultConfiguration(rules: readonly Rule[]): Configuration {
  return rules.map((rule) => ({ rule, level: rule.level, settings: defaultSettings(rule) }));
}

/** The configuration of a stack: that of its file in `policy/config`, if there is one. */
export function configurationOf(stack: string, rules: readonly Rule[]): Configuration {
  return readConfiguration(configurationFileOf(stack), rules);
}

/** The file in `policy/config` that is named like a stack, also like that of `organization/project/stack`. */
export function configurationFileOf(stack: string): string | undefined {
  const file = join(relative("", __dirname), "config", `${basename(stack)}.json`);
  return existsSync(file) ? file : undefined;
}

/**
 * Reads the configuration of the rules: JSON as `pulumi --policy-pack-config` takes it, with a level, or a level and
 * settings, under the name of a rule, and a level for all other rules under `all`.
 *
 * @throws UserError with one sentence that names the file and what to write in it.
 */
export function readConfiguration(file: string | undefined, rules: readonly Rule[]): Configuration {
  return file === undefined
    ? defaultConfiguration(rules)
    : parseConfiguration(readTextFile(file), file, rules);
}

/**
 * The configuration that a text holds.
 *
 * @param file Names the text in what is wrong with it.
 */
export function parseConfiguration(
  text: string,
  file: string,
  rules: readonly Rule[],
): Configuration {
  const refuse = (what: string): never => {
    throw new UserError(`${file}: ${what}.`);
  };
  const entries = readEntries(text, refuse);
  const names = [...rules.map(({ name }) => name), everyRule];
  const unknown = [...entries.keys()].find((name) => !names.includes(name));
  if (unknown !== undefined) {
    refuse(`there is no rule '${unknown}'; write '${closest(unknown, names)}'`);
  }
  const levelOf = (name: string): Level | undefined => {
    const level = entries.get(name)?.enforcementLevel;
    const known = levels.find((candidate) => candidate === level);
    return level === known
      ? known
      : refuse(`the level '${level}' of '${name}' must be one of ${levels.join(", ")}`);
  };
  const [setting] = Object.keys(settingsIn(entries.get(everyRule)));
  if (setting !== undefined) {
    refuse(`'${everyRule}' takes a level alone; write '${setting}' under the name of a rule`);
  }
  const levelOfAll = levelOf(everyRule);
  return rules.map((rule) => {
    const given = settingsIn(entries.get(rule.name));
    checkSettings(rule, given, refuse);
    return {
      rule,
      level: levelOf(rule.name) ?? levelOfAll ?? rule.level,
      settings: { ...defaultSettings(rule), ...given },
    };
  });
}

/** Refuses a text, with what is wrong and what to write instead; no full stop. */
type Refusal = (what: string) => never;

function readEntries(text: string, refuse: Refusal): Map<string, Entry> {
  const value = parseJson(text, refuse);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return refuse(`this is no JSON object; write one such as ${example}`);
  }
  return new Map(
    Object.entries(value).map(([name, entry]) => {
      const { data } = entrySchema.safeParse(entry);
      return data === undefined
        ? refuse(
            `'${name}' must be a level, or an object with a level as enforcementLevel and settings`,
          )
        : [name, data];
    }),
  );
}

function parseJson(text: string, refuse: Refusal): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Node names the position in some of its messages only.
    const [, position] = /at position (\d+)/.exec((error as Error).message) ?? [];
    const where =
      position === undefined
        ? ""
        : ` from line ${text.slice(0, Number(position)).split("\n").length} on`;
    return refuse(`this is not JSON${where}; write an object such as ${example}`);
  }
}

function settingsIn(entry: Entry = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(entry).filter(([key]) => key !== "enforcementLevel"));
}

function checkSettings(rule: Rule, given: Record<string, unknown>, refuse: Refusal): void {
  const { name, settings = {} } = rule;
  const known = Object.keys(settings);
  const unknown = Object.keys(given).find((setting) => !known.includes(setting));
  if (unknown !== undefined) {
    refuse(
      known.length === 0
        ? `the rule '${name}' has no settings; leave '${unknown}' out`
        : `the rule '${name}' has no setting '${unknown}'; write '${closest(unknown, known)}'`,
    );
  }
  const schema = { type: "object", properties: { ...settings } };
  const { error } = z
    .fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0])
    .safeParse(given);
  const [issue] = error?.issues ?? [];
  if (issue !== undefined) {
    refuse(
      `the rule '${name}' is configured wrongly at '${issue.path.join(".")}': ${issue.message}`,
    );
  }
}
