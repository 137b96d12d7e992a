import { type Report, type ReportedViolation, summaryOf } from "./report";

/** A report for people: a line for each violation, then the numbers. */
export function reportText(report: Report): string {
  const { objects, mandatory, advisory } = summaryOf(report);
  const lines = [
    ...report.violations.map(violationLine),
    `${objects} objects, ${mandatory} mandatory and ${advisory} advisory violations.`,
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** A violation in a line: file, level, rule, object and what to write instead. */
export function violationLine({ rule, level, message, location }: ReportedViolation): string {
  const place = location === undefined ? "" : `${location.file}:${location.line}: `;
  return `${place}[${level}] ${rule.name}: ${message}`;
}

/** A report for programs. */
export function reportJson(report: Report): string {
  const violations = report.violations.map(({ rule, level, object, path, message, location }) => ({
    rule: rule.name,
    severity: rule.severity,
    level,
    object,
    path,
    message,
    remedy: rule.remedy,
    url: rule.url,
    ...(location === undefined ? {} : { file: location.file, line: location.line }),
  }));
  return `${JSON.stringify({ violations, summary: summaryOf(report) }, undefined, 2)}\n`;
}
