import { evaluateGuarded } from "../../policy/check";
import { configurationFileOf, configurationOf } from "../../policy/configuration";
import { rules } from "../../policy/rules";
import type { EvaluateOptions, Evaluation } from "../../render";

/** Options with which the Pulumi CLI applies the policy pack, configured for a stack. */
export function policyPackOptions(stack: string): string[] {
  const file = configurationFileOf(stack);
  return ["--policy-pack", "policy", ...(file === undefined ? [] : ["--policy-pack-config", file])];
}

/** Evaluates a stack that is to be deployed; refuses one that breaks a mandatory rule. */
export function evaluateForDeployment(options: EvaluateOptions): Promise<Evaluation> {
  return evaluateGuarded(configurationOf(options.stack, rules), options);
}
