import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Access to a cluster: what kubectl would use where a field is missing. */
export interface ClusterAccess {
  /** Path of the kubeconfig file. */
  kubeconfig?: string;
  /** Context of the kubeconfig. */
  context?: string;
  /** Namespace of what has none of its own. */
  namespace?: string;
  /** The program itself. @default the kubectl on PATH */
  program?: string;
}

const run = promisify(execFile);

/** Program and arguments with which kubectl reaches a cluster. */
export function kubectlCommand(
  { kubeconfig, context, namespace, program = "kubectl" }: ClusterAccess,
  args: readonly string[] = [],
): [string, string[]] {
  const options = Object.entries({ kubeconfig, context, namespace });
  const given = options.flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, value],
  );
  return [program, [...given, ...args]];
}

/**
 * Runs kubectl and returns what it prints, without the last end of line.
 *
 * @param input Text for its standard input: how secrets reach it without a file.
 * @throws Error whose message is what kubectl says.
 */
export async function kubectl(
  cluster: ClusterAccess,
  args: readonly string[],
  { input = "", env = {} }: { input?: string; env?: Record<string, string> } = {},
): Promise<string> {
  const [program, all] = kubectlCommand(cluster, args);
  const running = run(program, all, { maxBuffer: Infinity, env: { ...process.env, ...env } });
  // It may end without having read what it is given.
  running.child.stdin?.on("error", () => undefined).end(input);
  try {
    return (await running).stdout.replace(/\n$/, "");
  } catch (error) {
    // The message of Node repeats the command, and hides what kubectl says behind it.
    throw new Error(reason(program, error as NodeJS.ErrnoException & { stderr?: string }), {
      cause: error,
    });
  }
}

function reason(
  program: string,
  { code, stderr, message }: NodeJS.ErrnoException & { stderr?: string },
): string {
  return code === "ENOENT"
    ? `there is no ${program}${program === "kubectl" ? " on PATH" : ""}`
    : (stderr ?? "").trim() || message;
}

/** Reads objects as JSON; none where there is none. */
export async function getObjects<T>(
  cluster: ClusterAccess,
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
