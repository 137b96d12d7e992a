import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";

import { execa } from "execa";

import type { Cluster } from "../../components/cluster";
import { addLine, type LogEntry } from "./glanceLog";

/** Which logs to read. */
export interface LogSource {
  cluster: Cluster;
  pods: readonly string[];
  /** How far to look back, as kubectl takes it. */
  since: string;
}

/** Milliseconds that a message waits for those of other pods: the container glance-log looks once a second. */
const settleTime = 2000;

/** Reads the log of Glance of every pod; a pod whose log cannot be read is reported and left out. */
export async function readLogs(
  source: LogSource,
  report: (problem: string) => void,
): Promise<LogEntry[]> {
  const logs = await Promise.all(
    source.pods.map(async (pod) => {
      const entries: LogEntry[] = [];
      try {
        const text = await source.cluster.kubectl(logsArguments(source, pod));
        text
          .split("\n")
          .filter((line) => line !== "")
          .forEach((line) => addLine(entries, pod, line));
      } catch (error) {
        report(`The log of ${pod} could not be read: ${(error as Error).message}`);
      }
      return entries;
    }),
  );
  return logs.flat();
}

/** Reads the logs as they grow, until all pods have ended; passes on what has been written, pod by pod. */
export async function followLogs(
  source: LogSource,
  pass: (entries: LogEntry[]) => void,
  report: (problem: string) => void,
): Promise<void> {
  const waiting = new Map(source.pods.map((pod) => [pod, { entries: [] as LogEntry[], grown: 0 }]));
  const passSettled = (settled: number) => {
    const ready = [...waiting.values()].filter(({ grown }) => grown <= settled);
    pass(ready.flatMap((log) => log.entries.splice(0)));
  };
  const ended = Promise.all(
    [...waiting].map(async ([pod, log]) => {
      const args = [...logsArguments(source, pod), "--follow"];
      const run = execa(...source.cluster.command(args), {
        reject: false,
        buffer: { stdout: false },
      });
      for await (const line of createInterface({ input: run.stdout })) {
        addLine(log.entries, pod, line);
        log.grown = Date.now();
      }
      report(`The log of ${pod} has ended. ${(await run).stderr}`.trim());
    }),
  ).then(() => true);
  while (!(await Promise.race([ended, setTimeout(settleTime / 2, false)]))) {
    passSettled(Date.now() - settleTime);
  }
  passSettled(Infinity);
}

function logsArguments({ since }: LogSource, pod: string): string[] {
  return ["logs", pod, "-c", "glance-log", `--since=${since}`];
}
