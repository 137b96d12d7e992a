import { closest } from "fastest-levenshtein";
import { z } from "zod";

import {
  type Configuration,
  type ConfiguredRule,
  defaultConfiguration,
  type Level,
} from "../configuration";
import { defaultSettings, type Rule } from "../rule";
import { checkSettings } from "./checkSettings";
import { InputError } from "./inputError";
import { readTextFile } from "./readText";

const levels: readonly Level[] = ["advisory", "mandatory", "remediate", "disabled"];
const everyRule = "all";
const example = '{ "pod-require-statefulset": "advisory" }';

const entrySchema = z.union([
  z.string().transform((enforcementLevel) => ({ enforcementLevel })),
  z.looseObject({ enforcementLevel: z.string().optional() }),
]);
type Entry = z.infer<typeof entrySchema>;

/**
 * Reads the configuration of the rules: JSON as `pulumi --policy-pack-config` takes it, with a level, or a level and
 * settings, under the name of a rule, and a level for all other rules under `all`.
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
  try {
    return configurationOf(entriesOf(text), rules);
  } catch (error) {
    throw error instanceof InputError ? new InputError(`${file}: ${error.message}`) : error;
  }
}

function entriesOf(text: string): Map<string, Entry> {
  const value = parseJson(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new InputError(`this is no JSON object; write one such as ${example}.`);
  }
  return new Map(
    Object.entries(value).map(([name, entry]) => {
      const { data, success } = entrySchema.safeParse(entry);
      if (!success) {
        throw new InputError(
          `'${name}' must be a level, or an object with a level as enforcementLevel and settings.`,
        );
      }
      return [name, data];
    }),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Node names the position in some of its messages only.
    const [, position] = /at position (\d+)/.exec((error as Error).message) ?? [];
    const where =
      position === undefined
        ? ""
        : ` from line ${text.slice(0, Number(position)).split("\n").length} on`;
    throw new InputError(`this is not JSON${where}; write an object such as ${example}.`);
  }
}

function configurationOf(entries: Map<string, Entry>, rules: readonly Rule[]): Configuration {
  const names = [...rules.map(({ name }) => name), everyRule];
  const unknown = [...entries.keys()].find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new InputError(`there is no rule '${unknown}'; write '${closest(unknown, names)}'.`);
  }
  const { enforcementLevel, ...others } = entries.get(everyRule) ?? {};
  const [setting] = Object.keys(others);
  if (setting !== undefined) {
    throw new InputError(
      `'${everyRule}' takes a level alone; write '${setting}' under the name of a rule.`,
    );
  }
  const levelOfAll = levelOf(everyRule, enforcementLevel);
  return rules.map((rule) => configured(rule, entries.get(rule.name) ?? {}, levelOfAll));
}

function configured(rule: Rule, entry: Entry, levelOfAll: Level | undefined): ConfiguredRule {
  const { enforcementLevel, ...given } = entry;
  checkSettings(rule, given);
  return {
    rule,
    level: levelOf(rule.name, enforcementLevel) ?? levelOfAll ?? rule.level,
    settings: { ...defaultSettings(rule), ...given },
  };
}

function levelOf(name: string, level: string | undefined): Level | undefined {
  const known = levels.find((candidate) => candidate === level);
  if (level !== undefined && known === undefined) {
    throw new InputError(`the level '${level}' of '${name}' must be one of ${levels.join(", ")}.`);
  }
  return known;
}
