import { enterLab } from "../../lab/environment";
import { up as labUp } from "../../lab/up";
import { apply, makeNamespaces } from "./apply";
import { applySetOf, isDeployed } from "./applySet";
import { type Cluster, clusterOf } from "../cluster";
import { guardStaging } from "./guardStaging";
import { guardVolumes } from "./guardVolumes";
import { addLabCredentials } from "./labCredentials";
import { withLease } from "./lease";
import { overview } from "./overview";
import { evaluateForDeployment } from "./policyPack";
import { findPulumi, pulumiUp, RefusedError } from "./pulumi";
import { assertStackFile, namespaceOf, type Setting, setValues } from "../stackFile";

/**
 * Deploys a stack: to the cluster that it names, else to the local lab, which is started first. With
 * the Pulumi CLI if there is one, otherwise by rendering and kubectl.
 */
export async function up(stack: string, settings: readonly Setting[]): Promise<void> {
  assertStackFile(stack);
  const cluster = clusterOf(stack);
  const version = await findPulumi();
  if (cluster.lab) {
    enterLab();
  }
  const takeBack = setValues(stack, settings);
  if (cluster.lab || version === undefined) {
    // A mistake is refused now, not after the minutes that a lab takes to build, and leaves no trace.
    await evaluateForDeployment({ stack }).catch((error: unknown) => {
      takeBack();
      throw error;
    });
  }
  if (cluster.lab) {
    console.log("The stack goes to the local lab, whose Ceph it names.");
    await labUp();
    addLabCredentials(stack);
  }
  await deploy(cluster, stack, version, takeBack);
  console.log(`\n${await overview(cluster, namespaceOf(stack))}\n`);
  console.log(nextSteps(stack, cluster));
}

async function deploy(
  cluster: Cluster,
  stack: string,
  version: string | undefined,
  takeBack: () => void,
): Promise<void> {
  const applySet = applySetOf(stack, namespaceOf(stack));
  if (version !== undefined && !(await isDeployed(cluster, applySet))) {
    console.log(`Deploying with the Pulumi CLI ${version}, because it is on PATH.`);
    await pulumiUp(cluster, stack).catch((error: unknown) => {
      if (error instanceof RefusedError) {
        takeBack();
      }
      throw error;
    });
    return;
  }
  const why =
    version === undefined
      ? "there is no Pulumi CLI on PATH"
      : "the stack was deployed that way; run 'down' first to deploy it with the Pulumi CLI";
  console.log(`Deploying by rendering and kubectl, because ${why}.`);
  const { resources } = await evaluateForDeployment({ stack });
  await makeNamespaces(cluster, resources);
  let applying = false;
  try {
    await withLease(cluster, applySet, async (assertHeld) => {
      await guardStaging(cluster, stack, resources);
      await guardVolumes(cluster, applySet.namespace, resources);
      applying = true;
      await apply(cluster, applySet, resources, assertHeld);
    });
  } catch (error) {
    if (!applying) {
      takeBack();
    }
    throw error;
  }
}

function nextSteps(stack: string, cluster: Cluster): string {
  const option = stack === "dev" ? "" : ` -- --stack ${stack}`;
  const scale = `npm run up -- ${stack === "dev" ? "" : `--stack ${stack} `}--config replicas=1`;
  return [
    "Next:",
    `  npm run verify:import${option}   import an image from one pod through another`,
    `  ${scale}   scale; claims and volumes stay`,
    `  npm run down${option}   remove it again`,
    ...(cluster.lab ? [`  ${cluster.kubectl.join(" ")} get pods --all-namespaces`] : []),
  ].join("\n");
}
