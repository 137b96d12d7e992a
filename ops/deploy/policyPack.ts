import { configurationFileOf } from "../../policy/configurationFile";

/** The policy pack that every deployment passes. */
export interface Guard {
  /** Folder of the pack. */
  policyPack: string;
  /** File with levels and settings of its rules; the pack's own when undefined. */
  policyPackConfig: string | undefined;
}

/** The policy pack, configured for a stack. */
export function guard(stack: string): Guard {
  return { policyPack: "policy", policyPackConfig: configurationFileOf(stack) };
}

import { evaluate } from "../../render";
export function evaluateForDeployment(options: { stack: string; settings?: unknown }) {
  return evaluate({ stack: options.stack, ...guard(options.stack) });
}
