import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

import { execa } from "execa";

import { childrenOf } from "../../lab/processes";

/** A command to be measured. */
export interface Task {
  /** Program and arguments. */
  command: readonly string[];
  /** Working directory. */
  directory: string;
  /** Variables besides those of this process. */
  environment?: Record<string, string>;
}

/** What a command took, together with all processes that it started. */
export interface Cost {
  /** From its start to its end. */
  seconds: number;
  /** Of processors, in seconds: other programs on the machine change it less. */
  processor: number;
}

/** The least that each command took in so many rounds, in each of which all run once: what disturbs one, disturbs all. */
export async function measure<Name extends string>(
  tasks: Record<Name, Task>,
  rounds: number,
): Promise<Record<Name, Cost>> {
  const least = (a: number, b: number) => Math.min(a, b);
  const costs: Partial<Record<Name, Cost>> = {};
  for (let round = 0; round < rounds; round++) {
    for (const [name, task] of Object.entries(tasks) as [Name, Task][]) {
      const { seconds, processor } = await run(task);
      costs[name] = {
        seconds: least(seconds, costs[name]?.seconds ?? Infinity),
        processor: least(processor, costs[name]?.processor ?? Infinity),
      };
    }
  }
  return costs as Record<Name, Cost>;
}

async function run({ command, directory, environment = {} }: Task): Promise<Cost> {
  const script = 'TIMEFORMAT="%R %U %S"; exec 3>&2; { time "$@" 2>&3 >/dev/null; } 2>&1';
  const { stdout } = await execa("bash", ["-e", "-c", script, "bash", ...command], {
    cwd: directory,
    env: environment,
    stdin: "ignore",
  });
  const [seconds = NaN, user = NaN, system = NaN] = stdout.split(" ").map(Number);
  return { seconds, processor: user + system };
}

/** The most memory that a command had at any time together with all processes that it starts, in MiB. */
export async function peakMemory({ command, directory, environment = {} }: Task): Promise<number> {
  const [program = "", ...args] = command;
  const child = execa(program, args, { cwd: directory, env: environment, stdio: "ignore" });
  let peak = 0;
  let running = true;
  const ended = child.finally(() => {
    running = false;
  });
  while (running && child.pid !== undefined) {
    peak = Math.max(peak, memoryOf(child.pid));
    await setTimeout(10);
  }
  await ended;
  return peak / 1024;
}

/** The most memory of each of those that there are now, in KiB. */
function memoryOf(pid: number, parentCommand?: string): number {
  try {
    const own = readFileSync(`/proc/${pid}/cmdline`, "utf8");
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? [];
    // Before a new process runs its program, it has the memory of its parent.
    const memory = own === parentCommand ? 0 : Number(kibibytes ?? 0);
    return childrenOf(pid).reduce((sum, child) => sum + memoryOf(child, own), memory);
  } catch {
    return 0; // It has ended meanwhile.
  }
}
