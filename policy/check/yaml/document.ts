import { type Document, LineCounter, parseAllDocuments } from "yaml";

import { UserError } from "../../../model/userError";
import { yamlMistake } from "../../../render/yamlMistakes";
import { jsonValues, type TextPart } from "./jsonValues";
import { aliasTargets, type Keys, offsetOf, type Refusal, startOf } from "./nodes";
import { YamlValues } from "./values";

/** A place in a text, counted from 1. */
export interface Position {
  line: number;
  column: number;
}

/** A document of a YAML or JSON text. */
export interface YamlDocument {
  value: unknown;
  /** Where a field stands, or the nearest parent that there is. */
  positionOf: (keys: Keys) => Position;
}

/** Characters that kubectl refuses, or at which it ends a line where other parsers do not. */
const strayCharacter = /[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ufffc\u{10000}-\u{10ffff}]|\r(?!\n)/u;

/**
 * The documents of a text that are not empty, read as kubectl reads them.
 *
 * @param file Names the text in what is wrong with it.
 */
export function parseYaml(text: string, file: string): YamlDocument[] {
  return jsonValues(text).flatMap((part) => documentsOf(part, file));
}

function documentsOf({ text, linesBefore }: TextPart, file: string): YamlDocument[] {
  const lines = new LineCounter();
  const positionAt = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: linesBefore + line, column: col };
  };
  const refusal = (offset: number, message: string) =>
    new UserError(`${file}:${positionAt(offset).line}: ${message}.`);
  const documents = parseAllDocuments(text, {
    version: "1.1",
    // Values are made by what kubectl knows, not by what the library knows.
    schema: "failsafe",
    merge: false,
    resolveKnownTags: false,
    lineCounter: lines,
    // Messages of the library quote the text, which may be secret.
    prettyErrors: false,
    logLevel: "error",
    // The library's own check does not know which keys are equal to kubectl, and takes a time that grows with the square of the number of keys.
    uniqueKeys: false,
  });
  const stray = text.replace(/^\ufeff/, " ").search(strayCharacter);
  if (stray >= 0) {
    throw refusal(stray, "kubectl reads no such character; write it as an escape in double quotes");
  }
  return (Array.isArray(documents) ? documents : []).flatMap((document, index) => {
    const [error] = document.errors;
    if (error !== undefined) {
      throw refusal(error.pos[0], yamlMistake(error.code));
    }
    checkBeginning(text, document, documents[index - 1], refusal);
    const value = valueOf(text, document, (node, message) => refusal(startOf(node) ?? 0, message));
    const positionOf = (keys: Keys) => positionAt(offsetOf(document, keys));
    return value === undefined || value === null ? [] : [{ value, positionOf }];
  });
}

/** Refuses a document that kubectl skips or does not find, and directives, which it takes off their document. */
function checkBeginning(
  text: string,
  { contents, directives }: Document.Parsed,
  previous: Document.Parsed | undefined,
  refusal: (offset: number, message: string) => Error,
): void {
  const [start, end] = contents?.range ?? [0, 0];
  if (directives.yaml.explicit === true || Object.keys(directives.tags).length > 1) {
    throw refusal(start, "kubectl reads no directives (%) before a document; remove them");
  }
  const [from, to] = previous?.contents?.range ?? [0, 0];
  // Around an empty document there is nothing that kubectl could take for all of the text, or skip.
  if (from < to && start < end && !/^---[ \t]*(#.*)?\r?\n/m.test(text.slice(from, start))) {
    throw refusal(start, "kubectl skips this document; write --- on a line of its own before it");
  }
}

function valueOf(text: string, document: Document, refusal: Refusal): unknown {
  try {
    return new YamlValues(text, aliasTargets(document, refusal), refusal).of(document.contents);
  } catch (error) {
    throw error instanceof RangeError
      ? refusal(document.contents, yamlMistake("RESOURCE_EXHAUSTION"))
      : error;
  }
}
