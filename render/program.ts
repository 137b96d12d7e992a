import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

import { type ChildOptions, reportLines, startNode } from "./childProcess";
import type { Failures } from "./failures";
import type { Limits } from "./limits";
import type { Project } from "./project";

/** What the program is run with. */
export interface ProgramRun {
  project: Project;
  stack: string;
  engineAddress: string;
  child: ChildOptions;
  limits: Limits;
  failures: Failures;
  report: (message: string) => void;
}

/**
 * Runs the program with the SDK's own runner until it ends.
 * It succeeded only when it ended with status 0, logged no error and asked for nothing impossible.
 */
export async function runProgram(run: ProgramRun): Promise<void> {
  const { failures, limits, project, report } = run;
  const { resolve } = createRequire(join(project.directory, "package.json"));
  const runner = resolve("@pulumi/pulumi/cmd/run");
  const child = startNode([runner, ...programArguments(run)], run.child);
  void reportLines(child.stdout, report);
  void reportLines(child.stderr, report);
  const timers = new AbortController();
  const { signal } = timers;
  const timer = (limit: number) =>
    setTimeout(limit, "late" as const, { signal }).catch(() => "late" as const);
  try {
    const status = await Promise.race([
      child.ended,
      timer(limits.program),
      failures.firstRefusal.then(() => timer(limits.afterRefusal)),
    ]);
    const messages = failures.messages();
    if (messages.length > 0) {
      throw new Error(messages.join("\n"));
    }
    if (status === "late") {
      throw new Error(`The program did not end within ${limits.program / 1000} s.`);
    }
    if (status !== 0) {
      throw new Error(`The program ended with ${status}; its own messages say why.`);
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
    // Without it an output that the stand-ins do not know would vanish in silence.
    "--dry-run",
    project.main,
  ];
}
