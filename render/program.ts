import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

import { UserError } from "../model/userError";
import { reportLines, startNode } from "./childProcess";
import type { Failures } from "./failures";
import { programConfig } from "./programConfig";
import type { Project } from "./project";
import type { StackConfig } from "./stackFile";

/** How long a program may run, in milliseconds. */
export interface Limits {
  /** In all. @default two minutes */
  program?: number;
  /** After a refused request; it may wait for ever otherwise. @default two seconds */
  afterRefusal?: number;
}

/** What the program is run with. */
export interface ProgramRun {
  project: Project;
  stack: string;
  config: StackConfig;
  engineAddress: string;
  limits: Limits | undefined;
  /** Ends the program when it is aborted. */
  signal: AbortSignal | undefined;
  failures: Failures;
  report: (message: string) => void;
}

/**
 * Runs the program with the SDK's own runner until it ends.
 * It succeeded only when it ended with status 0, logged no error and asked for nothing impossible.
 */
export async function runProgram(run: ProgramRun): Promise<void> {
  const { failures, project, report } = run;
  const { program = 120_000, afterRefusal = 2_000 } = run.limits ?? {};
  const { resolve } = createRequire(join(project.directory, "package.json"));
  const runner = resolve("@pulumi/pulumi/cmd/run");
  const child = startNode([runner, ...programArguments(run)], {
    directory: project.directory,
    environment: programEnvironment(run),
    signal: run.signal,
  });
  void reportLines(child.stdout, report);
  void reportLines(child.stderr, report);
  const timers = new AbortController();
  const { signal } = timers;
  const timer = (limit: number) =>
    setTimeout(limit, "late" as const, { signal }).catch(() => "late" as const);
  try {
    const status = await Promise.race([
      child.ended,
      timer(program),
      failures.firstRefusal.then(() => timer(afterRefusal)),
    ]);
    const messages = failures.messages();
    if (messages.length > 0) {
      throw new UserError(messages.join("\n"));
    }
    if (status === "late") {
      throw new UserError(`The program did not end within ${program / 1000} s.`);
    }
    if (status !== 0) {
      throw new UserError(`The program ended with ${status}; its own messages say why.`);
    }
  } finally {
    timers.abort();
    await child.end();
  }
}

function programArguments({ engineAddress, project, stack }: ProgramRun): string[] {
  const options = {
    monitor: engineAddress,
    engine: engineAddress,
    organization: "organization",
    project: project.name,
    "root-directory": project.directory,
    stack,
    pwd: project.directory,
    parallel: "16",
  };
  return [
    ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
    // Without it an output that the offline providers do not know would vanish in silence.
    "--dry-run",
    project.main,
  ];
}

/** Configuration of the program, with the secret keys named. */
function programEnvironment({ project, config }: ProgramRun): Record<string, string> {
  return {
    // Compiled code would be kept in a folder that other users of the machine could write to.
    TS_NODE_CACHE: "false",
    ...programConfig(config.values),
    // The SDK asks for keys alone; the program may ask for places below them, too.
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify([...config.secretKeys, ...config.secretPlaces]),
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    ...(project.typescript ? { PULUMI_NODEJS_TYPESCRIPT: "true" } : {}),
  };
}
