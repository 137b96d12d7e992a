import { existsSync } from "node:fs";

/** The policy pack that every deployment passes. */
export interface Guard {
  /** Folder of the pack. */
  policyPack: string;
  /** File with levels and settings of its rules; the pack's own when undefined. */
  policyPackConfig: string | undefined;
}

/** The policy pack, configured by the file in `policy/config` that is named like the stack, if there is one. */
export function guard(stack: string): Guard {
  const file = `policy/config/${stack}.json`;
  return { policyPack: "policy", policyPackConfig: existsSync(file) ? file : undefined };
}
