import { UserError } from "../../model/userError";
import type { Configuration } from "../configuration";
import { oneLine } from "../input";
import { nameOf, namespaceOf } from "../model/kubernetesObject";
import type { Rule } from "../rule";
import { type Finding, type FindingLevel, validate } from "./findings";
import { type ManifestDocument, parseManifests } from "./manifests";
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
  level: FindingLevel;
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
  /** By object; notes stand among them. */
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

/**
 * Validates all objects of some files together.
 *
 * @param isStrict Whether configuration that is not among them is an error, and not only noted.
 */
export function checkFiles(
  configuration: Configuration,
  files: readonly TextFile[],
  isStrict = false,
): Report {
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
  refuseRepeated(documents);
  const byOrigin = new Map(documents.map((document) => [document.origin, document]));
  return {
    objects: objects.length,
    violations: validate(configuration, objects, unseenLevel(isStrict)).map((finding) => {
      const document = byOrigin.get(finding.object.origin);
      const location =
        document === undefined
          ? undefined
          : { file: oneLine(document.file), ...document.positionOf(finding.field.keys) };
      return reported(finding, oneLine, location);
    }),
  };
}

/** Refuses two objects of one name: who applies them gets the later one, and a rule might judge the other. */
function refuseRepeated(documents: readonly ManifestDocument[]): void {
  const places = new Map<string, string>();
  for (const { file, objects, positionOf } of documents) {
    // What a ManifestWork carries may be for another cluster.
    for (const object of objects.filter(
      ({ manifest, isPatch }) => !isPatch && manifest.keys.every(isOfList),
    )) {
      const { manifest, title } = object;
      const group = manifest.at("apiVersion").text?.replace(/(^|\/)[^/]*$/, "") ?? "";
      const key = [group, object.kind, namespaceOf(object), nameOf(object)].join("\n");
      const place = `${file}:${positionOf([...manifest.keys, "metadata", "name"]).line}`;
      const earlier = places.get(key);
      if (earlier !== undefined) {
        throw new UserError(
          `${place}: ${title} is at ${earlier} as well, and the later one would replace it; remove one, or give it another name.`,
        );
      }
      if (nameOf(object) !== "") {
        places.set(key, place);
      }
    }
  }
}

function isOfList(key: string | number): boolean {
  return key === "items" || typeof key === "number";
}

/** How grave it is that a configuration is not among the objects. */
export function unseenLevel(isStrict: boolean): FindingLevel {
  return isStrict ? "mandatory" : "note";
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
