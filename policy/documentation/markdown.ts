import { markdownTable } from "markdown-table";

/** A text in the type of code. */
export function code(text: string): string {
  return `\`${text}\``;
}

/** A table as Prettier writes it, so that a page that was printed and one that was formatted are the same. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const escaped = [header, ...rows].map((cells) =>
    cells.map((text) => text.replaceAll("|", "\\|")),
  );
  return markdownTable(escaped);
}
