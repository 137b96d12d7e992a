import { enterLab } from "../../lab/environment";
import { up as labUp } from "../../lab/up";
import { evaluateGuarded } from "../../policy/check";
import { configurationOf } from "../../policy/configuration";
import { rules } from "../../policy/rules";
import type { Evaluation } from "../../render";
import type { Stack } from "../stack";
import { setValues } from "../stackFile";
import { apply, makeNamespaces } from "./apply";
import { type ApplySet, applySetOf, isDeployed, refuseObjectsNotOwned } from "./applySet";
import { guardStaging, guardVolumes } from "./guards";
import { imageProblem } from "./imageProblem";
import { addLabCredentials } from "./labCredentials";
import { withLease } from "./lease";
import { findPulumi, pulumiUp, RefusedError } from "./pulumi";
import { readSummary } from "./readSummary";
import { summaryText } from "./summary";

/**
 * Deploys a stack: to the cluster that it names, else to the local lab, which is started first. With
 * the Pulumi CLI if there is one, otherwise by rendering and kubectl. Its changes are written into the stack file when
 * nothing refuses them.
 */
export async function up(stack: Stack): Promise<void> {
  const version = await findPulumi();
  if (stack.lab) {
    enterLab();
    // A mistake is refused now, not after the minutes that a lab takes to build.
    await evaluate(stack);
    console.log("The stack goes to the local lab, whose Ceph it names.");
    await labUp();
    addLabCredentials(stack);
  }
  try {
    await deploy(stack, version);
  } catch (error) {
    await showTroubles(stack);
    throw error;
  }
  console.log(`\n${summaryText(stack, await readSummary(stack))}`);
}

/** Nothing to show of a deployment that was refused before it made anything, or whose cluster does not answer. */
async function showTroubles(stack: Stack): Promise<void> {
  const summary = await readSummary(stack).catch(() => undefined);
  if (summary !== undefined && summary.pods.length > 0 && summary.troubles.length > 0) {
    console.log(`\n${summaryText(stack, summary)}\n`);
  }
}

async function deploy(stack: Stack, version: string | undefined): Promise<void> {
  const applySet = applySetOf(stack);
  if (version === undefined) {
    await deployWithKubectl(stack, applySet, "there is no Pulumi CLI on PATH");
  } else if (await isDeployed(applySet)) {
    const why =
      "the stack was deployed that way; run 'down' first to deploy it with the Pulumi CLI";
    await deployWithKubectl(stack, applySet, why);
  } else {
    console.log(`Deploying with the Pulumi CLI ${version}, because it is on PATH.`);
    await deployWithPulumi(stack);
  }
}

/** The CLI reads the stack file only: it gets its old text back when the changes are refused. */
async function deployWithPulumi(stack: Stack): Promise<void> {
  const restoreStackFile = setValues(stack.name, stack.changes);
  await pulumiUp(stack.cluster, stack.name).catch(async (error: unknown) => {
    if (error instanceof RefusedError) {
      restoreStackFile();
      throw error;
    }
    const problem = await imageProblem(stack.cluster);
    throw problem === undefined ? error : new Error(problem);
  });
}

/** Refuses a stack that breaks a mandatory rule. */
function evaluate({ name, changes }: Stack): Promise<Evaluation> {
  return evaluateGuarded(configurationOf(name, rules), { stack: name, settings: changes });
}

async function deployWithKubectl(stack: Stack, applySet: ApplySet, why: string): Promise<void> {
  const { cluster, name, changes } = stack;
  const { resources } = await evaluate(stack);
  console.log(`Deploying by rendering and kubectl, because ${why}.`);
  await makeNamespaces(cluster, resources);
  await withLease(applySet, async (assertHeld) => {
    await refuseObjectsNotOwned(applySet, resources);
    await guardStaging(stack);
    await guardVolumes(stack);
    setValues(name, changes);
    await apply(stack, applySet, resources, assertHeld);
  });
}
