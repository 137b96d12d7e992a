import { buffer } from "node:stream/consumers";

import { decodedText, readTextFile, userPath } from "../model/userFile";

/** Stands for the standard input in place of a file name. */
const standardInput = "-";

/** How messages call a file. */
export function shownName(file: string): string {
  return file === standardInput ? "stdin" : file;
}

/** The text of a file, or of the standard input. */
export async function readTextOf(file: string): Promise<string> {
  return file === standardInput
    ? decodedText(await buffer(process.stdin), shownName(file))
    : readTextFile(userPath(file), file);
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
