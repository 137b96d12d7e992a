import { enterLab } from "../../lab/environment";
import { up as labUp } from "../../lab/up";
import { openStack, type Stack } from "../stack";
import { type Setting, setValues } from "../stackFile";
import { apply, makeNamespaces } from "./apply";
import { applySetOf, isDeployed } from "./applySet";
import { imageProblem } from "./imageProblem";
import { addLabCredentials } from "./labCredentials";
import { withLease } from "./lease";
import { evaluateForDeployment } from "./policyPack";
import { findPulumi, pulumiUp, RefusedError } from "./pulumi";
import { guardStaging } from "./stagingGuard";
import { readSummary, summaryText } from "./summary";
import { guardVolumes } from "./volumeGuard";

/**
 * Deploys a stack: to the cluster that it names, else to the local lab, which is started first. With
 * the Pulumi CLI if there is one, otherwise by rendering and kubectl.
 *
 * @param changes Written into the stack file when nothing refuses them.
 */
export async function up(name: string, changes: readonly Setting[]): Promise<void> {
  const stack = openStack(name, changes);
  const version = await findPulumi();
  if (stack.cluster.lab) {
    enterLab();
    // A mistake is refused now, not after the minutes that a lab takes to build.
    await evaluateForDeployment({ stack: name, settings: changes });
    console.log("The stack goes to the local lab, whose Ceph it names.");
    await labUp();
    addLabCredentials(name);
  }
  try {
    await deploy(stack, changes, version);
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

async function deploy(
  stack: Stack,
  changes: readonly Setting[],
  version: string | undefined,
): Promise<void> {
  if (version === undefined) {
    return deployWithKubectl(stack, changes, "there is no Pulumi CLI on PATH");
  }
  if (await isDeployed(stack.cluster, applySetOf(stack))) {
    const why =
      "the stack was deployed that way; run 'down' first to deploy it with the Pulumi CLI";
    return deployWithKubectl(stack, changes, why);
  }
  console.log(`Deploying with the Pulumi CLI ${version}, because it is on PATH.`);
  return deployWithPulumi(stack, changes);
}

/** The CLI reads the stack file only: it gets its old text back when the changes are refused. */
async function deployWithPulumi(
  { cluster, name }: Stack,
  changes: readonly Setting[],
): Promise<void> {
  const restoreStackFile = setValues(name, changes);
  await pulumiUp(cluster, name).catch(async (error: unknown) => {
    if (error instanceof RefusedError) {
      restoreStackFile();
      throw error;
    }
    const problem = await imageProblem(cluster);
    throw problem === undefined ? error : new Error(problem);
  });
}

async function deployWithKubectl(
  stack: Stack,
  changes: readonly Setting[],
  why: string,
): Promise<void> {
  const { cluster, name } = stack;
  const { resources } = await evaluateForDeployment({ stack: name, settings: changes });
  console.log(`Deploying by rendering and kubectl, because ${why}.`);
  const applySet = applySetOf(stack);
  await makeNamespaces(cluster, resources);
  await withLease(cluster, applySet, async (assertHeld) => {
    await guardStaging(stack);
    await guardVolumes(stack);
    setValues(name, changes);
    await apply(stack, applySet, resources, assertHeld);
  });
}
