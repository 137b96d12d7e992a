import type { Rule } from "../rule";
import type { Finding } from "./findings";
import { oneLine } from "./oneLine";
import type { ManifestDocument } from "./parseManifests";
import type { Position } from "./parseYaml";

/** A place in a file. */
export interface Location extends Position {
  file: string;
}

/** A finding as people and tools are told of it: all texts are single lines. */
export interface ReportedViolation {
  rule: Rule;
  level: "mandatory" | "advisory";
  /** Kind and name of the object. */
  object: string;
  /** The field that must change. */
  path: string;
  message: string;
  /** Undefined for an object that stands in no file. */
  location: Location | undefined;
}

/** What came of validating objects. */
export interface Report {
  /** How many objects were validated. */
  objects: number;
  violations: readonly ReportedViolation[];
}

/** How many violations there are of each level. */
export interface Summary {
  objects: number;
  mandatory: number;
  advisory: number;
}

/** A report in numbers. */
export function summaryOf({ objects, violations }: Report): Summary {
  const count = (wanted: string) => violations.filter(({ level }) => level === wanted).length;
  return { objects, mandatory: count("mandatory"), advisory: count("advisory") };
}

/** The report on objects of files. */
export function reportOnFiles(
  documents: readonly ManifestDocument[],
  findings: readonly Finding[],
): Report {
  const byOrigin = new Map(documents.map((document) => [document.origin, document]));
  return {
    objects: documents.reduce((sum, { objects }) => sum + objects.length, 0),
    violations: findings.map((finding) => {
      const document = byOrigin.get(finding.object.origin);
      const location =
        document === undefined
          ? undefined
          : { file: oneLine(document.file), ...document.positionOf(finding.field.keys) };
      return violationOf(finding, location, oneLine);
    }),
  };
}

/**
 * The report on objects of a stack.
 *
 * @param redact Masks the secrets of the stack.
 */
export function reportOnStack(
  objects: number,
  findings: readonly Finding[],
  redact: (text: string) => string,
): Report {
  return {
    objects,
    violations: findings.map((finding) =>
      violationOf(finding, undefined, (text) => oneLine(redact(text))),
    ),
  };
}

function violationOf(
  { rule, level, object, field, message }: Finding,
  location: Location | undefined,
  shown: (text: string) => string,
): ReportedViolation {
  return {
    rule,
    level,
    object: shown(object.title),
    path: shown(field.path),
    message: shown(message),
    location,
  };
}
