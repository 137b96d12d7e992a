import { type Report, summaryOf } from "./report";

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
    url: rule.rationale.url,
    ...(location === undefined ? {} : { file: location.file, line: location.line }),
  }));
  return `${JSON.stringify({ violations, summary: summaryOf(report) }, undefined, 2)}\n`;
}
