import { stripVTControlCharacters } from "node:util";

/** What went wrong while the program ran, in order. */
export class Failures {
  /** Requests that were refused, each in one sentence. */
  readonly refused: string[] = [];
  /** Errors that the program logged. */
  readonly logged: string[] = [];
  /** Resolves at the first refusal: the program may then wait for ever. */
  readonly firstRefusal: Promise<void>;
  private signalRefusal: () => void = () => undefined;

  /** @param redact Masks the secrets of a message, before it is shortened and no longer matches. */
  constructor(private readonly redact: (message: string) => string) {
    this.firstRefusal = new Promise((resolve) => {
      this.signalRefusal = resolve;
    });
  }

  /** Records a refused request. */
  refuse(message: string): void {
    this.refused.push(message);
    this.signalRefusal();
  }

  /** Records an error that the program logged itself. */
  log(message: string): void {
    this.logged.push(readable(this.redact(message)));
  }

  /** What to tell: refusals are the cause of whatever was logged after them. */
  messages(): string[] {
    return [...new Set(this.refused.length > 0 ? this.refused : this.logged)];
  }
}

/** A message as one reads it, without the wrapping and the stack trace of an error object. */
export function readable(message: string): string {
  return stripVTControlCharacters(message)
    .replace(/^Running program '.*' failed with an unhandled exception:\n/, "The program failed: ")
    .replace(/<ref \*\d+> /, "")
    .replace(/ \{\n[^]*\}$/, "")
    .replace(/\[(\w*Error: [^]*)\]$/, "$1")
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^\s*at /.test(line))
    .join("\n");
}
