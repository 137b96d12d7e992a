/** Markdown as Prettier writes it, so that a page that was printed and one that was formatted are the same. */

/** A text in the type of code. */
export function code(text: string): string {
  return `\`${text}\``;
}

/** A table with aligned columns. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, ...rows].map((cells) => cells.map(escapedCell));
  const widths = header.map((_, column) =>
    Math.max(3, ...lines.map((cells) => [...(cells[column] ?? "")].length)),
  );
  const [first = "", ...others] = lines.map((cells) =>
    tableLine(
      cells.map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - [...cell].length)),
    ),
  );
  return [first, tableLine(widths.map((width) => "-".repeat(width))), ...others].join("\n");
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function escapedCell(text: string): string {
  return text.replaceAll("|", "\\|");
}
