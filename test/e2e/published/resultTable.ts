import { type GlanceVariant, imageReference } from "../../../lab/images/variants";

const layouts = ["split", "single"] as const;

/** Text of docs/image.md with what a test found of an image in a layout: `yes` or `no`. */
export function withResult(
  text: string,
  variant: GlanceVariant,
  layout: (typeof layouts)[number],
  result: string,
): string {
  const begin = `| \`${imageReference(variant)}\` |`;
  return text
    .split("\n")
    .map((line) =>
      line.startsWith(begin) ? withCell(line, layouts.indexOf(layout), result) : line,
    )
    .join("\n");
}

/** The last columns of a row are those of the layouts. */
function withCell(line: string, index: number, result: string): string {
  const cells = line.split("|");
  cells[cells.length - 1 - layouts.length + index] = ` ${result} `;
  return cells.join("|");
}
