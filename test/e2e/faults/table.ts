import type { FaultGroup } from "./fault";

/** The faults as tables of Markdown, each under its heading, with the tests that show them. */
export function faultTable(groups: readonly FaultGroup[]): string {
  return groups
    .map(({ heading, file, faults }) =>
      [
        `### ${heading}`,
        "",
        `Shown by [test/e2e/faults/${file}](../test/e2e/faults/${file}), in tests of these names.`,
        "",
        "| Situation | What clients see | What is kept | What to do |",
        "|---|---|---|---|",
        ...faults.map(
          ({ situation, clients, kept, operator }) =>
            `| ${situation} | ${clients} | ${kept} | ${operator} |`,
        ),
      ].join("\n"),
    )
    .join("\n\n");
}
