import type { Fault } from "./fault.js";

/** The faults as tables of Markdown, each under its heading. */
export function faultTable(faults: Readonly<Record<string, readonly Fault[]>>): string {
  return Object.entries(faults)
    .map(([heading, group]) =>
      [
        `### ${heading}`,
        "",
        "| Situation | What clients see | What is kept | What to do |",
        "|---|---|---|---|",
        ...group.map(
          ({ situation, clients, kept, operator }) =>
            `| ${situation} | ${clients} | ${kept} | ${operator} |`,
        ),
      ].join("\n"),
    )
    .join("\n\n");
}
