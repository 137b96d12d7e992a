import { createInterface } from "node:readline";

import { execa } from "execa";

// Node 20's util.inspect, with which the SDK writes errors, never ends on frames such as
// "node_modules/@pulumi/output.ts:1:2", which the SDK's source maps make.
const withoutFrames = "--stack-trace-limit=0";

const inherited = /^(PATH|HOME|TMPDIR|TZ|LANG|LANGUAGE|LC_.*)$/;

/** How a process is started. */
export interface ChildOptions {
  directory: string;
  /** Variables besides search path, home and locale: the evaluator's own hold the passphrase. */
  environment: Record<string, string>;
  /** Ends the process when it is aborted. */
  signal: AbortSignal | undefined;
}

/** A process that runs. */
export interface Child {
  /** The lines it prints; both streams must be read. */
  stdout: AsyncIterable<string>;
  stderr: AsyncIterable<string>;
  /** Resolves with the exit status, the name of the signal that ended it, or what kept it from starting. */
  ended: Promise<number | string>;
  /** Ends it: SIGTERM, and SIGKILL after 5 s. Resolves when it is gone. */
  end(): Promise<void>;
}

/** Starts a Node script. */
export function startNode(args: readonly string[], options: ChildOptions): Child {
  const { directory, environment, signal } = options;
  const own = Object.entries(process.env).filter(([name]) => inherited.test(name));
  const child = execa(process.execPath, [withoutFrames, ...args], {
    cwd: directory,
    env: { ...Object.fromEntries(own), ...environment },
    extendEnv: false,
    stdin: "ignore",
    buffer: false,
    reject: false,
    ...(signal === undefined ? {} : { cancelSignal: signal }),
    forceKillAfterDelay: 5000,
  });
  const ended = child.then(
    ({ exitCode, signal, code }) => exitCode ?? signal ?? code ?? "an unknown signal",
  );
  return {
    stdout: createInterface({ input: child.stdout }),
    stderr: createInterface({ input: child.stderr }),
    ended,
    async end() {
      child.kill();
      await ended;
    },
  };
}

/** A signal that aborts when a person or a supervisor ends this process, so that its children end first. */
export function interruptSignal(): AbortSignal {
  const interrupt = new AbortController();
  const signals = ["SIGINT", "SIGTERM"] as const;
  signals.forEach((signal) => process.on(signal, () => interrupt.abort()));
  return interrupt.signal;
}

/** Passes on every line that a process prints. */
export async function reportLines(
  lines: AsyncIterable<string>,
  report: (message: string) => void,
): Promise<void> {
  for await (const line of lines) {
    report(line);
  }
}
