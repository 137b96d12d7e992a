import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Access to a cluster: what kubectl would use where a field is missing. */
export interface ClusterAccess {
  /** Path of the kubeconfig file. */
  kubeconfig?: string;
  /** Context of the kubeconfig. */
  context?: string;
  /** The program itself. @default the kubectl on PATH */
  program?: string;
}

const run = promisify(execFile);

/** A cluster as kubectl reaches it, with a namespace for all that has none of its own. */
export class Cluster {
  constructor(
    readonly namespace: string,
    private readonly access: ClusterAccess = {},
  ) {}

  /** The same cluster with another namespace. */
  withNamespace(namespace: string): Cluster {
    return new Cluster(namespace, this.access);
  }

  /** Program and arguments with which kubectl reaches it. */
  command(args: readonly string[] = []): [string, string[]] {
    const { kubeconfig, context, program = "kubectl" } = this.access;
    const options = Object.entries({ kubeconfig, context, namespace: this.namespace });
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
  async kubectl(
    args: readonly string[],
    { input = "", env = {} }: { input?: string; env?: Record<string, string> } = {},
  ): Promise<string> {
    const [program, all] = this.command(args);
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

  /** Reads objects as JSON; none where there is none. */
  async getObjects<T>(args: readonly string[], input = ""): Promise<T[]> {
    const command = ["get", ...args, "--ignore-not-found", "-o", "json"];
    const text = await this.kubectl(command, { input });
    if (text === "") {
      return [];
    }
    const answer = JSON.parse(text) as T & { items?: T[] };
    return answer.items ?? [answer];
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
