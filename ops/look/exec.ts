import { execa } from "execa";

import { type Cluster, clusterOf } from "../cluster";
import { execText, type PodResult, podResult, worstExitCode } from "./execResult";
import { deployedPods, execArguments, type GlancePod } from "../glancePods";
import { kubectlCommand } from "../kubectl";
import { assertStackFile, namespaceOf } from "../stackFile";

/**
 * Runs a command in the container glance-api of every Glance pod, in all at once, and prints what came of it in the
 * order of the pods.
 *
 * @returns the worst exit code.
 * @throws Error when there is no Glance pod.
 */
export async function exec(
  stack: string,
  command: readonly string[],
  options: { json: boolean },
): Promise<number> {
  assertStackFile(stack);
  const cluster = clusterOf(stack);
  const namespace = namespaceOf(stack);
  const pods = await deployedPods(cluster, namespace);
  const results = await Promise.all(pods.map((pod) => execInPod(cluster, namespace, pod, command)));
  console.log(options.json ? JSON.stringify(results, undefined, 2) : execText(results));
  return worstExitCode(results);
}

async function execInPod(
  cluster: Cluster,
  namespace: string,
  pod: GlancePod,
  command: readonly string[],
): Promise<PodResult> {
  const args = kubectlCommand(cluster, execArguments(namespace, pod.name, command));
  return podResult(pod, await execa(...args, { input: "", reject: false }));
}
