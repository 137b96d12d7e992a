import { mask } from "./values";

// Shorter texts would mask half of every message; Pulumi's own filter has the same limit.
const shortest = 3;

// What a process prints arrives line by line.
const lineBreaks = /[\r\n\u2028\u2029]/;

/** Keeps known secrets out of messages. */
export class Redactor {
  private readonly texts = new Set<string>();

  /** Adds texts that no message may show: whole, line by line, and as JSON writes them. */
  add(texts: readonly string[]): void {
    texts
      .flatMap((text) => [text, ...text.split(lineBreaks).map((line) => line.trim())])
      .flatMap((text) => [text, JSON.stringify(text).slice(1, -1)])
      .filter((text) => text.length >= shortest)
      .forEach((text) => this.texts.add(text));
  }

  /** A message with every known secret masked. */
  redact(message: string): string {
    return [...this.texts]
      .sort((a, b) => b.length - a.length)
      .reduce((result, text) => result.replaceAll(text, mask), message);
  }
}
