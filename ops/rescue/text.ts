import { table } from "../table";
import { type Finding, kinds } from "./finding";
import { type Skipped, needsAction } from "./findings";

/** Findings for people to read: a table for each kind. */
export function findingsText(found: readonly Finding[]): string {
  const tables = kinds.flatMap((kind) => {
    const rows = found.filter((finding) => finding.kind === kind);
    return rows.length === 0
      ? []
      : [table([kind.toUpperCase(), "SINCE", "WHAT IS WRONG", "WHAT TO DO"], rows.map(cells))];
  });
  return tables.join("\n\n");
}

function cells({ image, since, problem, remedy, steps }: Finding): string[] {
  const date = new Date(since * 1000).toISOString().slice(0, 16).replace("T", " ");
  return [image, `${date} UTC`, problem, steps.length > 0 ? `repair: ${remedy}` : remedy];
}

/**
 * How to go on: what a repair would do, and what is left to the operator.
 *
 * @param left Findings that are not repaired.
 * @param repaired Number of those that are.
 */
export function nextStep(left: readonly Finding[], repaired: number): string {
  const pending = left.filter(needsAction);
  if (pending.length === 0) {
    return repaired === 0
      ? "Nothing needs rescue."
      : `Repaired ${count(repaired)}; nothing is left.`;
  }
  const repairable = pending.filter(({ steps }) => steps.length > 0).length;
  const others = pending.length - repairable;
  return [
    ...(repairable > 0 ? [`Run again with --repair to repair ${count(repairable)}.`] : []),
    ...(others > 0 ? [`${count(others)} must be repaired by you, as the table says.`] : []),
  ].join(" ");
}

/** What was skipped, and when it will be looked at; empty when nothing was. */
export function skippedText({ young, open }: Skipped, minutes: number): string {
  return [
    ...(young > 0
      ? [
          `${count(young)} of the last ${minutes} minutes left alone: run again later, or with --older-than 0 when nobody is at work.`,
        ]
      : []),
    ...(open > 0
      ? [
          `${open === 1 ? "1 image" : `${open} images`} left alone, because a process has it open: it is worked on, or a killed ` +
            "one still counts as there for Ceph; then run again in a minute.",
        ]
      : []),
  ].join("\n");
}

function count(findings: number): string {
  return findings === 1 ? "1 finding" : `${findings} findings`;
}
