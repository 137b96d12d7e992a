import { readFileSync } from "node:fs";

import {
  type AnalyzerInfo,
  EnforcementLevel,
  type PolicyInfo,
} from "@pulumi/pulumi/proto/analyzer_pb.js";
import { closest } from "fastest-levenshtein";
import { z } from "zod";

import { fromStruct } from "./protocol";
import type { Properties } from "./values";

/** How strictly a policy is applied, and what it is configured with. */
export interface PolicySetting {
  level: EnforcementLevel;
  properties: Properties;
}

/** What a configuration file says: per policy a level, or a level and properties. */
export type PolicyPackConfig = z.infer<typeof fileSchema>;

const levels: Record<string, EnforcementLevel> = {
  advisory: EnforcementLevel.ADVISORY,
  mandatory: EnforcementLevel.MANDATORY,
  disabled: EnforcementLevel.DISABLED,
  remediate: EnforcementLevel.REMEDIATE,
};

const everyPolicy = "all";
const entrySchema = z.looseObject({ enforcementLevel: z.string().optional() });
const fileSchema = z.record(
  z.string(),
  z.union([z.string().transform((enforcementLevel) => ({ enforcementLevel })), entrySchema]),
);

/** Reads a policy pack configuration, JSON as `pulumi --policy-pack-config` takes it. */
export function readPolicyConfig(file: string): PolicyPackConfig {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    throw new Error(
      `${file} must be a JSON object with a level or an object for each policy name.`,
      { cause: error },
    );
  }
}

/**
 * The settings of every policy of a pack: its own defaults, then the pack's initial configuration,
 * then the given one. The given one is checked here, because a pack takes whatever it is sent: there a
 * misspelt level would silently become advisory.
 */
export function policySettings(
  info: AnalyzerInfo,
  config: PolicyPackConfig,
): Map<string, PolicySetting> {
  const policies = info.getPoliciesList();
  const names = policies.map((policy) => policy.getName());
  for (const name of Object.keys(config)) {
    if (name !== everyPolicy && !names.includes(name)) {
      throw new Error(
        `The policy pack '${info.getName()}' has no policy '${name}'; ` +
          `do you mean '${closest(name, names)}'?`,
      );
    }
  }
  checkNames(everyPolicy, config[everyPolicy], []);
  return new Map(policies.map((policy) => [policy.getName(), setting(policy, info, config)]));
}

function setting(policy: PolicyInfo, info: AnalyzerInfo, config: PolicyPackConfig): PolicySetting {
  const name = policy.getName();
  const initial = info.getInitialconfigMap();
  const { enforcementLevel, ...given } = config[name] ?? {};
  checkNames(name, config[name], Object.keys(schemaProperties(policy)));
  const properties = {
    ...schemaDefaults(policy),
    ...fromStruct(initial.get(name)?.getProperties()),
    ...(given as Properties),
  };
  checkProperties(policy, properties);
  return {
    level:
      givenLevel(name, enforcementLevel) ??
      givenLevel(everyPolicy, config[everyPolicy]?.enforcementLevel) ??
      initial.get(name)?.getEnforcementlevel() ??
      initial.get(everyPolicy)?.getEnforcementlevel() ??
      policy.getEnforcementlevel(),
    properties,
  };
}

/** A pack takes settings that it does not know, and then leaves its own as they are. */
function checkNames(
  policy: string,
  entry: PolicyPackConfig[string] = {},
  known: readonly string[],
): void {
  const isKnown = (name: string) => name === "enforcementLevel" || known.includes(name);
  const unknown = Object.keys(entry).find((name) => !isKnown(name));
  if (unknown !== undefined) {
    throw new Error(
      known.length === 0
        ? `The policy '${policy}' has no settings; leave '${unknown}' out.`
        : `The policy '${policy}' has no setting '${unknown}'; ` +
            `do you mean '${closest(unknown, known)}'?`,
    );
  }
}

function givenLevel(policy: string, level: string | undefined): EnforcementLevel | undefined {
  if (level !== undefined && !Object.hasOwn(levels, level)) {
    const known = Object.keys(levels).join(", ");
    throw new Error(`The level '${level}' of the policy '${policy}' must be one of: ${known}.`);
  }
  return level === undefined ? undefined : levels[level];
}

function schemaProperties(policy: PolicyInfo): Properties {
  return fromStruct(policy.getConfigschema()?.getProperties());
}

function schemaDefaults(policy: PolicyInfo): Properties {
  return Object.fromEntries(
    Object.entries(schemaProperties(policy)).flatMap(([property, schema]) => {
      const { default: value } = schema as Properties;
      return value === undefined ? [] : [[property, value]];
    }),
  );
}

function checkProperties(policy: PolicyInfo, properties: Properties): void {
  const schema = z.fromJSONSchema({
    type: "object",
    properties: schemaProperties(policy),
    required: policy.getConfigschema()?.getRequiredList() ?? [],
  } as Parameters<typeof z.fromJSONSchema>[0]);
  const { error } = schema.safeParse(properties);
  const [issue] = error?.issues ?? [];
  if (issue !== undefined) {
    throw new Error(
      `The policy '${policy.getName()}' is configured wrongly at ` +
        `'${issue.path.join(".")}': ${issue.message}.`,
    );
  }
}
