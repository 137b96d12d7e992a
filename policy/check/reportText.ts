import { type Report, summaryOf, type ReportedViolation } from "./report";

/** A report for people: a line for each violation, then the numbers. */
export function reportText(report: Report): string {
  const { objects, mandatory, advisory } = summaryOf(report);
  const lines = [
    ...report.violations.map(violationLine),
    `${objects} objects, ${mandatory} mandatory and ${advisory} advisory violations.`,
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function violationLine({ rule, level, message, location }: ReportedViolation): string {
  const place = location === undefined ? "" : `${location.file}:${location.line}: `;
  return `${place}[${level}] ${rule.name}: ${message}`;
}
