/** What came of a command in one pod. */
export interface PodResult {
  pod: string;
  /** Node of the pod; undefined while it waits for one. */
  node: string | undefined;
  /** That of the command; 1 when the pod could not be reached. */
  exitCode: number;
  stdout: string;
  /** That of the command, or why it was not run to its end. */
  stderr: string;
}

/** Line with which kubectl ends when the command, and not kubectl itself, has failed. */
const commandFailed = /\n?command terminated with exit code (\d+)$/;

/** The result of a command from that of `kubectl exec`. */
export function podResult(
  { name, node }: { name: string; node: string | undefined },
  result: { exitCode?: number; stdout: string; stderr: string },
): PodResult {
  const [, exitCode] = commandFailed.exec(result.stderr) ?? [];
  if (result.exitCode === 0 || exitCode !== undefined) {
    const stderr = result.stderr.replace(commandFailed, "");
    return { pod: name, node, exitCode: Number(exitCode ?? 0), stdout: result.stdout, stderr };
  }
  const reason = result.stderr.trim().replaceAll(/\s*\n\s*/g, " ") || "kubectl could not be run";
  const stderr = `The command was not run to its end in ${name}: ${reason}`;
  return { pod: name, node, exitCode: 1, stdout: result.stdout, stderr };
}

/** The highest exit code: 0 only when the command has succeeded in every pod. */
export function worstExitCode(results: readonly PodResult[]): number {
  return Math.max(...results.map(({ exitCode }) => exitCode));
}

/** The output of all pods, each under a heading, which tells an exit code other than 0. */
export function execText(results: readonly PodResult[]): string {
  return results
    .flatMap(({ pod, node, exitCode, stdout, stderr }) => [
      `== ${pod} (${node ?? "no node"})${exitCode === 0 ? "" : `, exit code ${exitCode}`}`,
      ...[stdout, stderr].filter((text) => text !== ""),
    ])
    .join("\n");
}
