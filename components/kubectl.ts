import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Access to a cluster: what kubectl would use where a field is missing. */
export interface ClusterAccess {
  kubeconfig?: string;
  context?: string;
}

const run = promisify(execFile);

/**
 * Runs kubectl, which must be on PATH, and returns its output.
 *
 * @throws Error whose message is what kubectl says.
 */
export async function kubectl(
  { kubeconfig, context }: ClusterAccess,
  args: readonly string[],
): Promise<string> {
  const connection = [
    ...(kubeconfig === undefined ? [] : ["--kubeconfig", kubeconfig]),
    ...(context === undefined ? [] : ["--context", context]),
  ];
  try {
    return (await run("kubectl", [...connection, ...args], { maxBuffer: Infinity })).stdout;
  } catch (error) {
    // The message of Node repeats the command, and hides what kubectl says behind it.
    throw new Error(reason(error as NodeJS.ErrnoException & { stderr?: string }), { cause: error });
  }
}

function reason({ code, stderr }: NodeJS.ErrnoException & { stderr?: string }): string {
  return code === "ENOENT" ? "there is no kubectl on PATH" : (stderr ?? "").trim();
}
