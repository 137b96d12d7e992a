import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const page = join(__dirname, "../../docs/performance.md");

/** Puts a chapter into docs/performance.md, in place of an earlier one of its title. */
export function writeChapter(title: string, text: string): void {
  const old = existsSync(page) ? readFileSync(page, "utf8") : "# Performance\n";
  writeFileSync(page, withChapter(old, title, text));
}

/** A page with a chapter in place of an earlier one of its title, or at its end. */
export function withChapter(markdown: string, title: string, text: string): string {
  const [head = "", ...chapters] = markdown.split(/^(?=## )/m);
  const chapter = `## ${title}\n\n${text.trim()}\n`;
  const isOld = (one: string) => one.startsWith(`## ${title}\n`);
  const others = chapters.some(isOld)
    ? chapters.map((one) => (isOld(one) ? chapter : one))
    : [...chapters, chapter];
  return `${[head, ...others].map((part) => part.trim()).join("\n\n")}\n`;
}
