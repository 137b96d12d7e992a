import { closest } from "fastest-levenshtein";
import { z } from "zod";

import type { Rule } from "../rule";
import { InputError } from "./inputError";

/** Refuses settings that a rule does not have, and values that its settings cannot take. */
export function checkSettings(rule: Rule, given: Record<string, unknown>): void {
  const { name, settings = {} } = rule;
  const known = Object.keys(settings);
  const unknown = Object.keys(given).find((setting) => !known.includes(setting));
  if (unknown !== undefined) {
    throw new InputError(
      known.length === 0
        ? `the rule '${name}' has no settings; leave '${unknown}' out.`
        : `the rule '${name}' has no setting '${unknown}'; write '${closest(unknown, known)}'.`,
    );
  }
  const schema = { type: "object", properties: { ...settings } };
  const { error } = z
    .fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0])
    .safeParse(given);
  const [issue] = error?.issues ?? [];
  if (issue !== undefined) {
    throw new InputError(
      `the rule '${name}' is configured wrongly at '${issue.path.join(".")}': ${issue.message}.`,
    );
  }
}
