import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { UserError } from "./userError";

/** The directory in which a command was called: npm runs it in the project's, and ops/npm.sh says where it was. */
export function callerDirectory(): string {
  return process.env["CALLER_DIRECTORY"] ?? process.cwd();
}

/** A path as its user means it, who may have called the command in any directory. */
export function userPath(path: string): string {
  return resolve(callerDirectory(), path);
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "you have no permission; give it to yourself, or name another",
  EDQUOT: "your quota of the disk is used up; make room",
  EEXIST: "a file stands where a directory must be; move it away",
  EISDIR: "it is a directory; name a file",
  ELOOP: "it is a link that leads to itself; name a file",
  ENAMETOOLONG: "its name is too long; name another",
  ENOENT: "it does not exist; name one that does",
  ENOSPC: "the disk is full; make room",
  ENOTDIR: "a part of its path is no directory; name another",
  EPERM: "the system forbids it; name another",
  EROFS: "the disk is read-only; name another",
};

/**
 * Does something with a file.
 *
 * @param file As its user knows it.
 * @param deed What cannot be done with it when the system refuses it.
 * @throws UserError, one sentence for what the system refuses: the file, why, and what to do.
 */
export function withFile<T>(file: string, deed: "read" | "written", act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw fileError(file, deed, error);
  }
}

/** The sentence for what the system refuses; other errors as they are. */
export function fileError(file: string, deed: "read" | "written", error: unknown): unknown {
  const { code, syscall } = error as Partial<NodeJS.ErrnoException>;
  if (code === undefined || syscall === undefined) {
    return error;
  }
  const reason =
    deed === "written" && code === "ENOENT"
      ? "its directory does not exist; make it, or name another"
      : (reasons[code] ?? `the system says ${code}; name another`);
  return new UserError(`${file} cannot be ${deed}: ${reason}.`);
}

/**
 * The text of a file.
 *
 * @param file Names the file in the refusal of one that cannot be read. @default its path
 */
export function readTextFile(path: string, file = path): string {
  return decodedText(
    withFile(file, "read", () => readFileSync(path)),
    file,
  );
}

/**
 * A text from its bytes.
 *
 * @param file Names the text in the refusal of one that is not UTF-8.
 */
export function decodedText(bytes: Uint8Array, file: string): string {
  if (isUtf16(bytes)) {
    throw new UserError(`${file} is written in UTF-16; save it as UTF-8.`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UserError(`${file} holds bytes that are not UTF-8; save it as UTF-8.`);
  }
}

/** By the mark at the beginning, or a first character as programs write it: in UTF-8 it has no NUL byte beside it. */
function isUtf16([first, second]: Uint8Array): boolean {
  const isMarked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return isMarked || (second !== undefined && (first === 0) !== (second === 0));
}
