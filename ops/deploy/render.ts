import { join, resolve } from "node:path";

import { notDecrypted } from "../../model/options/values";
import { evaluateGuarded, violationLines } from "../../policy/check";
import { configurationOf, readConfiguration } from "../../policy/configuration";
import { rules } from "../../policy/rules";
import {
  evaluate,
  type Evaluation,
  interruptSignal,
  manifests,
  refusePublicOutput,
  writeOutput,
} from "../../render";

/** The policy pack of this project. */
const ownPack = join(__dirname, "../../policy");

/** What to render, and where to. */
export interface RenderOptions {
  stack: string;
  policyPack?: string;
  policyPackConfig?: string;
  out?: string;
  withSecrets?: true;
  seedFile?: string;
  configFile?: string;
}

/** Writes the manifests of a stack, without the Pulumi CLI or a cluster. */
export async function render(options: RenderOptions): Promise<void> {
  const { out, withSecrets = false } = options;
  if (withSecrets) {
    refusePublicOutput(out, process.stdout.fd);
  }
  const { resources } = await evaluated(options);
  const { text, omitted, masked } = manifests(resources, withSecrets);
  await writeOutput(text, out);
  if (omitted + masked > 0) {
    console.error(
      `Left out ${omitted} Secrets and masked secret values in ${masked} other objects; ` +
        "--with-secrets includes them.",
    );
  }
}

async function evaluated(options: RenderOptions): Promise<Evaluation> {
  const { stack, policyPack, policyPackConfig, withSecrets } = options;
  const undecrypted = withSecrets ? undefined : notDecrypted;
  const target = { ...options, undecrypted, signal: interruptSignal() };
  if (policyPack === undefined) {
    return evaluate(target);
  }
  if (resolve(policyPack) !== ownPack) {
    throw new Error(
      `--policy-pack ${policyPack} is not the policy pack of this project: write --policy-pack policy, ` +
        "and apply other packs with pulumi preview.",
    );
  }
  const configuration =
    policyPackConfig === undefined
      ? configurationOf(stack, rules)
      : readConfiguration(policyPackConfig, rules);
  const evaluation = await evaluateGuarded(configuration, target);
  violationLines(evaluation.report.violations).forEach((line) => console.error(line));
  return evaluation;
}
