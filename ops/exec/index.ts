import { execa } from "execa";

import type { Cluster } from "../../components/cluster";
import type { Stack } from "../stack";
import { execText, type PodResult, podResult, worstExitCode } from "./result";
import { deployedPods, execArguments, type GlancePod } from "../glance/pods";

/**
 * Runs a command in the container glance-api of every Glance pod, in all at once, and prints what came of it in the
 * order of the pods.
 *
 * @returns the worst exit code.
 * @throws Error when there is no Glance pod.
 */
export async function exec(
  { cluster }: Stack,
  command: readonly string[],
  options: { json: boolean },
): Promise<number> {
  const pods = await deployedPods(cluster);
  const results = await Promise.all(pods.map((pod) => execInPod(cluster, pod, command)));
  console.log(options.json ? JSON.stringify(results, undefined, 2) : execText(results));
  return worstExitCode(results);
}

async function execInPod(
  cluster: Cluster,
  pod: GlancePod,
  command: readonly string[],
): Promise<PodResult> {
  const args = cluster.command(execArguments(pod.name, command));
  return podResult(pod, await execa(...args, { input: "", reject: false }));
}
