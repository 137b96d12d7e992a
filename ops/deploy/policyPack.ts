import { evaluateGuarded } from "../../policy/check";
import { configurationFileOf, configurationOf } from "../../policy/configuration";
import { rules } from "../../policy/rules";
import type { Evaluation } from "../../render";
import type { Stack } from "../stack";

/** Options with which the Pulumi CLI applies the policy pack, configured for a stack. */
export function policyPackOptions(stack: string): string[] {
  const file = configurationFileOf(stack);
  return ["--policy-pack", "policy", ...(file === undefined ? [] : ["--policy-pack-config", file])];
}

/** Evaluates a stack that is to be deployed; refuses one that breaks a mandatory rule. */
export function evaluateForDeployment({ name, changes }: Stack): Promise<Evaluation> {
  const options = { stack: name, settings: changes };
  return evaluateGuarded(configurationOf(name, rules), options);
}
