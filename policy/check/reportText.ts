import { grouped } from "../../model/grouped";
import { withOthers } from "../rule";
import { type Report, type ReportedViolation, summaryOf } from "./report";

/** A report for people: a line for each cause, then the numbers. */
export function reportText(report: Report): string {
  const { objects, mandatory, advisory } = summaryOf(report);
  const lines = [
    ...violationLines(report.violations),
    `${objects} ${objects === 1 ? "object" : "objects"}, ${mandatory} mandatory and ${advisory} advisory violations.`,
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** Violations in lines: one for all fields of an object that break a rule alike. */
export function violationLines(violations: readonly ReportedViolation[]): string[] {
  const cause = ({ rule, level, object, path, message, location }: ReportedViolation) =>
    [level, rule.name, location?.file, object, message.replace(path, "")].join("\n");
  const lineOf = ({ location }: ReportedViolation) => location?.line ?? 0;
  return [...grouped(violations, cause).values()].map((alike) =>
    line([...alike].sort((a, b) => lineOf(a) - lineOf(b))),
  );
}

/** File, level, rule, object, what to write instead, and where else. */
function line([first, ...others]: readonly ReportedViolation[]): string {
  if (first === undefined) {
    return "";
  }
  const { rule, level, message, location } = first;
  const place = location === undefined ? "" : `${location.file}:${location.line}: `;
  const elsewhere = others.map((other) =>
    other.location === undefined ? other.path : `line ${other.location.line}`,
  );
  return `${place}[${level}] ${rule.name}: ${withOthers(message, elsewhere)}`;
}

/** A report for programs. */
export function reportJson(report: Report): string {
  const isNote = ({ level }: ReportedViolation) => level === "note";
  const violations = report.violations.filter((one) => !isNote(one)).map(entry);
  const notes = report.violations.filter(isNote).map(entry);
  return `${JSON.stringify({ violations, notes, summary: summaryOf(report) }, undefined, 2)}\n`;
}

function entry({ rule, level, object, path, message, location }: ReportedViolation): object {
  return {
    rule: rule.name,
    severity: rule.severity,
    level,
    object,
    path,
    message,
    remedy: rule.remedy,
    url: rule.url,
    ...(location === undefined ? {} : { file: location.file, line: location.line }),
  };
}
