import { spawn } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

import { hostEnvironment } from "./environment";
import { state } from "./paths";

const records = join(state, "daemons");

/** A process that outlives the command which started it, as recorded on disk. */
interface DaemonRecord {
  pid: number;
  /** Start time in clock ticks since boot: tells the process from a later one with the same pid. */
  started: string;
}

/**
 * Starts a process in a session of its own, with its output in `<state>/logs/<name>.log`,
 * and records it so that a later command can stop it. `env` is its whole environment.
 */
export function startDaemon(
  name: string,
  command: readonly string[],
  env: NodeJS.ProcessEnv = hostEnvironment,
): void {
  const [program, ...args] = command;
  if (program === undefined) {
    throw new Error(`The daemon ${name} has no command.`);
  }
  mkdirSync(records, { recursive: true, mode: 0o700 });
  mkdirSync(join(state, "logs"), { recursive: true });
  const log = openSync(join(state, "logs", `${name}.log`), "a");
  const child = spawn(program, args, {
    detached: true,
    stdio: ["ignore", log, log],
    env,
  });
  // Without a listener the same failure ends this process, after it was reported below.
  child.on("error", () => undefined);
  closeSync(log);
  child.unref();
  if (child.pid === undefined) {
    throw new Error(`The daemon ${name} could not be started: ${program} was not found.`);
  }
  recordDaemon(name, child.pid);
}

/** Records a process; with `exclusive` throws EEXIST if the name is taken. */
export function recordDaemon(name: string, pid: number, exclusive = false): void {
  const record: DaemonRecord = { pid, started: startTime(pid) ?? "" };
  mkdirSync(records, { recursive: true, mode: 0o700 });
  writeFileSync(join(records, `${name}.json`), JSON.stringify(record), {
    flag: exclusive ? "wx" : "w",
  });
}

/** The pid of a recorded daemon, while it runs. */
export function daemonPid(name: string): number | undefined {
  const file = join(records, `${name}.json`);
  if (!existsSync(file)) {
    return undefined;
  }
  const record = JSON.parse(readFileSync(file, "utf8")) as DaemonRecord;
  return startTime(record.pid) === record.started ? record.pid : undefined;
}

/** Names of all recorded daemons, running or not. */
export function daemonNames(): string[] {
  return existsSync(records) ? readdirSync(records).map((file) => file.replace(/\.json$/, "")) : [];
}

/**
 * Ends a recorded daemon and waits until it is gone; SIGKILL after `patience` milliseconds. Throws if it is still
 * there when as much time has passed again. A command that is recorded itself does not end itself.
 */
export async function stopDaemon(
  name: string,
  signal: NodeJS.Signals = "SIGKILL",
  patience = 10_000,
): Promise<void> {
  const pid = daemonPid(name);
  if (pid === process.pid) {
    return;
  }
  if (pid !== undefined) {
    kill(pid, signal);
    if (!(await hasEnded(name, patience))) {
      kill(pid, "SIGKILL");
      if (!(await hasEnded(name, patience))) {
        throw new Error(
          `The daemon ${name} (process ${pid}) does not end, although it was killed.`,
        );
      }
    }
  }
  forgetDaemon(name);
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // It may have ended meanwhile.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") {
      throw error;
    }
  }
}

async function hasEnded(name: string, patience: number): Promise<boolean> {
  const deadline = Date.now() + patience;
  while (daemonPid(name) !== undefined && Date.now() < deadline) {
    await setTimeout(50);
  }
  return daemonPid(name) === undefined;
}

/** Removes the record of a process, which may go on running. */
export function forgetDaemon(name: string): void {
  rmSync(join(records, `${name}.json`), { force: true });
}

/** Whether a process with this pid exists and is not a zombie. */
export function isRunning(pid: number): boolean {
  return startTime(pid) !== undefined;
}

/** Field 22 of /proc/PID/stat; undefined for a process that is gone or a zombie. */
function startTime(pid: number): string | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return fields[0] === "Z" ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
