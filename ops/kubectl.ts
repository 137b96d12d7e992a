import { execa } from "execa";

import type { Cluster } from "./cluster";

/** Program and arguments with which kubectl reaches a cluster. */
export function kubectlCommand(cluster: Cluster, args: readonly string[]): [string, string[]] {
  const [program = "kubectl", ...connection] = cluster.kubectl;
  return [program, [...connection, ...args]];
}

/**
 * Runs kubectl and returns what it prints.
 *
 * @param input Text for its standard input: how secrets reach it without a file.
 * @throws Error with kubectl's own message.
 */
export async function kubectl(
  cluster: Cluster,
  args: readonly string[],
  options: { input?: string; env?: Record<string, string> } = {},
): Promise<string> {
  const [program, connected] = kubectlCommand(cluster, args);
  const result = await execa(program, connected, {
    reject: false,
    input: options.input ?? "",
    env: options.env ?? {},
  });
  if (result.failed) {
    throw new Error(result.stderr.trim() || `${program} could not be run: is it on PATH?`);
  }
  return result.stdout;
}

/** Reads objects as JSON. */
export async function getObjects<T>(
  cluster: Cluster,
  args: readonly string[],
  input = "",
): Promise<T[]> {
  const command = ["get", ...args, "--ignore-not-found", "-o", "json"];
  const text = await kubectl(cluster, command, { input });
  if (text === "") {
    return [];
  }
  const answer = JSON.parse(text) as T & { items?: T[] };
  return answer.items ?? [answer];
}
