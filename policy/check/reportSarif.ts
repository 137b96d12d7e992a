import { createHash } from "node:crypto";
import { isAbsolute, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";

import type { Location as SarifLocation, Log, ReportingDescriptor, Result } from "sarif";

import { userPath } from "../../model/userFile";
import type { Rule } from "../rule";
import type { Report, ReportedViolation } from "./report";

/** How GitHub sorts alerts: https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning */
const securitySeverities: Record<Rule["severity"], string> = {
  critical: "9.5",
  high: "8.0",
  medium: "5.5",
  low: "3.0",
};

/**
 * A report for code scanning: SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html).
 *
 * @param directory Root of the repository, to which paths are relative.
 * @param fallbackFile Path of the file to show for objects that stand in none.
 */
export function reportSarif(
  report: Report,
  rules: readonly Rule[],
  directory: string,
  fallbackFile: string,
): string {
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "glance-policy", rules: rules.map(descriptor) } },
        results: report.violations.map((violation) =>
          result(violation, rules, directory, fallbackFile),
        ),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function descriptor(rule: Rule): ReportingDescriptor {
  const { name, title, description, level, severity, remedy, rationale, url } = rule;
  return {
    id: name,
    name: title,
    shortDescription: { text: title },
    fullDescription: { text: description },
    help: {
      text: `Write instead: ${remedy}. Why: ${rationale} ${url}`,
      markdown: `**Write instead:** ${remedy}\n\n**Why:** ${rationale} [More](${url})`,
    },
    helpUri: url,
    defaultConfiguration: { level: sarifLevels[level] },
    properties: {
      tags: ["security", "kubernetes"],
      "security-severity": securitySeverities[severity],
    },
  };
}

function result(
  violation: ReportedViolation,
  rules: readonly Rule[],
  directory: string,
  fallbackFile: string,
): Result {
  const { rule, level, message, location } = violation;
  return {
    ruleId: rule.name,
    ruleIndex: rules.indexOf(rule),
    level: sarifLevels[level],
    message: { text: message },
    locations: [
      location === undefined
        ? place(fallbackFile, { startLine: 1 }, directory)
        : place(
            location.file,
            { startLine: location.line, startColumn: location.column },
            directory,
          ),
    ],
    // GitHub tells alerts of one rule apart by this, and makes it from the line, which here is the same for all.
    ...(location === undefined
      ? { partialFingerprints: { primaryLocationLineHash: fingerprint(violation) } }
      : {}),
  };
}

function place(
  file: string,
  region: { startLine: number; startColumn?: number },
  directory: string,
): SarifLocation {
  return { physicalLocation: { artifactLocation: { uri: uriOf(file, directory) }, region } };
}

/** Relative to the directory, unless the file is elsewhere. */
function uriOf(file: string, directory: string): string {
  const full = userPath(file);
  const path = relative(directory, full);
  return path.startsWith("..") || isAbsolute(path)
    ? pathToFileURL(full).href
    : path.split(sep).map(encodeURIComponent).join("/");
}

function fingerprint({ rule, object, path }: ReportedViolation): string {
  return createHash("sha256")
    .update(JSON.stringify([rule.name, object, path]))
    .digest("hex");
}

const sarifLevels = { mandatory: "error", advisory: "warning", note: "note" } as const;
