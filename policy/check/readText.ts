import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";

import { InputError } from "./inputError";

/** Stands for the standard input in place of a file name. */
const standardInput = "-";

/** How messages call a file. */
export function shownName(file: string): string {
  return file === standardInput ? "stdin" : file;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "does not exist; name a file that does",
  EISDIR: "is a directory; name the files in it",
  EACCES: "may not be read; give yourself the permission",
};

/** The text of a file. */
export function readTextFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    throw new InputError(`${file} ${reasons[code] ?? `cannot be read (${code})`}.`);
  }
}

/** The text of a file, or of the standard input. */
export function readTextOf(file: string): Promise<string> {
  return file === standardInput ? text(process.stdin) : Promise.resolve(readTextFile(file));
}
