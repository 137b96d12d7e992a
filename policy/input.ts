import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";

import { UserError } from "../model/userError";

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
    throw new UserError(`${file} ${reasons[code] ?? `cannot be read (${code})`}.`);
  }
}

/** The text of a file, or of the standard input. */
export function readTextOf(file: string): Promise<string> {
  return file === standardInput ? text(process.stdin) : Promise.resolve(readTextFile(file));
}

// Characters that end a line or steer a terminal.
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A text as one harmless line: a name in a manifest may hold anything. */
export function oneLine(text: string): string {
  return text.replace(
    unprintable,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
