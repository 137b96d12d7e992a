import { UserError } from "../../model/userError";
import type { Configuration } from "../configuration";
import { oneLine } from "../input";
import type { Rule } from "../rule";
import { type Finding, validate } from "./findings";
import { parseManifests } from "./manifests";
import type { Position } from "./yaml";

/** A file and what it holds. */
export interface TextFile {
  name: string;
  text: string;
}

/** A place in a file. */
export interface Location extends Position {
  file: string;
}

/** A violation as people and tools are told of it: all texts are single lines. */
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

/** Validates all objects of some files together. */
export function checkFiles(configuration: Configuration, files: readonly TextFile[]): Report {
  const documents = files.flatMap(({ name, text }) => parseManifests(text, name));
  if (documents.length === 0) {
    const names = files.map(({ name }) => name).join(", ");
    // The program that should have written the manifests has failed, more often than not.
    throw new UserError(`There is nothing in ${names}; give Kubernetes objects.`);
  }
  const objects = documents.flatMap((document) => document.objects);
  const empty = files.find(({ name }) =>
    documents.every(({ file, objects: own }) => file !== name || own.length === 0),
  );
  if (empty !== undefined) {
    throw new UserError(`There is no object in ${empty.name}; look where it was asked for them.`);
  }
  const byOrigin = new Map(documents.map((document) => [document.origin, document]));
  return {
    objects: objects.length,
    violations: validate(configuration, objects).map((finding) => {
      const document = byOrigin.get(finding.object.origin);
      const location =
        document === undefined
          ? undefined
          : { file: oneLine(document.file), ...document.positionOf(finding.field.keys) };
      return reported(finding, oneLine, location);
    }),
  };
}

/**
 * A finding as people and tools are told of it.
 *
 * @param shown Makes a single line of a text, and hides what must not be shown.
 */
export function reported(
  { rule, level, object, field, message }: Finding,
  shown: (text: string) => string,
  location?: Location,
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
