import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { execa } from "execa";

import { hostEnvironment } from "../environment";

/** Runs a step of a build with its output appended to `log`, and with nothing of the caller's environment but proxies. */
export async function run(
  command: readonly string[],
  log: string,
  additions: Readonly<Record<string, string>> = {},
): Promise<void> {
  const [program = "", ...args] = command;
  const output = { file: log, append: true };
  const { failed, exitCode, signal } = await execa(program, args, {
    env: {
      ...proxies(process.env),
      ...hostEnvironment,
      DEBIAN_FRONTEND: "noninteractive",
      ...additions,
    },
    extendEnv: false,
    stdin: "ignore",
    stdout: output,
    stderr: output,
    // `unshare` lets every other signal pass to its child, which as process 1 ignores it.
    killSignal: "SIGKILL",
    reject: false,
  });
  if (failed) {
    // Not the command line: the address of a mirror may hold a password.
    const end = signal ?? (exitCode === undefined ? undefined : `exit code ${exitCode}`);
    throw new Error(`${program} ${end === undefined ? "was not found" : `ended with ${end}`}.`);
  }
}

/** Writes text files, given by their absolute paths in a root file system. */
export async function writeFiles(
  rootfs: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(rootfs, dirname(path)), { recursive: true });
    await writeFile(join(rootfs, path), content);
  }
}

function proxies(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const entries = Object.entries(env);
  return Object.fromEntries(entries.filter(([name]) => /^(https?|ftp|all|no)_proxy$/i.test(name)));
}
