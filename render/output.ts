import { randomBytes } from "node:crypto";
import { fstatSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import { isatty } from "node:tty";

import { UserError } from "../model/userError";
import { fileError, userPath, withFile } from "../model/userFile";

/**
 * Refuses to write secrets where others see them: to a terminal, or to a file that is not private.
 *
 * @param descriptor The standard output; used when no file is given.
 */
export function refusePublicOutput(file: string | undefined, descriptor: number): void {
  if (file !== undefined) {
    return;
  }
  const stat = fstatSync(descriptor);
  if (isatty(descriptor) || (stat.isFile() && (stat.mode & 0o077) !== 0)) {
    throw new UserError("--with-secrets writes to a pipe, or with --out to a private file.");
  }
}

/** Writes a text to a file of mode 0600, or to standard output, whose reader may stop at any time. */
export async function writeOutput(text: string, file: string | undefined): Promise<void> {
  if (file !== undefined) {
    withFile(file, "written", () => writePrivateFile(userPath(file), text));
    return;
  }
  try {
    await pipeline([text], process.stdout, { end: false });
  } catch (error) {
    const problem = outputProblem(error);
    if (problem !== undefined) {
      throw problem;
    }
  }
}

/** Ends this process with a failure when its standard output cannot be written: console.log hides that. */
export function failWithStandardOutput(): void {
  process.stdout.on("error", (error) => {
    const problem = outputProblem(error);
    if (problem !== undefined) {
      console.error(problem.message);
      process.exit(1);
    }
  });
}

/** Undefined when the reader of the standard output has seen enough. */
function outputProblem(error: unknown): Error | undefined {
  return (error as NodeJS.ErrnoException).code === "EPIPE"
    ? undefined
    : (fileError("The standard output", "written", error) as Error);
}

/**
 * Writes a file that only its owner can read, also over one that others could; a link is followed. Devices and pipes are
 * written to, and never replaced.
 */
function writePrivateFile(file: string, text: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found !== undefined && !found.isFile() && !found.isDirectory()) {
    writeFileSync(file, text);
    return;
  }
  const target = found === undefined ? file : realpathSync(file);
  const temporary = `${target}.${randomBytes(6).toString("hex")}`;
  try {
    // A mode does not change an existing file, so the file is always a new one.
    writeFileSync(temporary, text, { mode: 0o600, flag: "wx" });
    renameSync(temporary, target);
  } finally {
    rmSync(temporary, { force: true });
  }
}
