import { execa } from "execa";

import type { Cluster } from "../cluster.js";
import { clusterOf } from "../cluster.js";
import type { PodResult } from "./execResult.js";
import { execText, podResult, worstExitCode } from "./execResult.js";
import type { GlancePod } from "../glancePods.js";
import { deployedPods, execArguments } from "../glancePods.js";
import { kubectlCommand } from "../kubectl.js";
import { assertStackFile, namespaceOf } from "../stackFile.js";

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
