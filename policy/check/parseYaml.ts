import { type Document, LineCounter, parseAllDocuments, type Tags } from "yaml";

import { checkNodes, type Refusal } from "./checkNodes";
import { InputError } from "./inputError";
import { type Keys, offsetOf, startOf } from "./position";
import { yamlMistake } from "./yamlMistakes";

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

/** Tags of YAML 1.1 that kubectl does not know: there `2026-01-01` and `1:30` are texts. */
const foreignTags = ["binary", "omap", "pairs", "set", "timestamp"].map(
  (name) => `tag:yaml.org,2002:${name}`,
);

function kubectlTags(tags: Tags): Tags {
  return tags.filter(
    (tag) => typeof tag === "string" || !(foreignTags.includes(tag.tag) || tag.format === "TIME"),
  );
}

/**
 * The documents of a text that are not empty, read as kubectl reads them.
 *
 * @param file Names the text in what is wrong with it.
 */
export function parseYaml(text: string, file: string): YamlDocument[] {
  const lines = new LineCounter();
  const refusal = (offset: number, message: string) =>
    new InputError(`${file}:${lines.linePos(offset).line}: ${message}.`);
  const documents = parseAllDocuments(text, {
    version: "1.1",
    customTags: kubectlTags,
    lineCounter: lines,
    // Messages of the library quote the text, which may be secret.
    prettyErrors: false,
    logLevel: "error",
    // The library's own check takes a time that grows with the square of the number of keys.
    uniqueKeys: false,
  });
  return (Array.isArray(documents) ? documents : []).flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) {
      throw refusal(error.pos[0], yamlMistake(error.code));
    }
    const value = valueOf(document, (node, message) => refusal(startOf(node) ?? 0, message));
    return value === undefined || value === null
      ? []
      : [
          {
            value,
            positionOf: (keys: Keys) => {
              const { line, col } = lines.linePos(offsetOf(document, keys));
              return { line, column: col };
            },
          },
        ];
  });
}

// The library's own limit of aliases is replaced by one that counts all nodes.
function valueOf(document: Document, refusal: Refusal): unknown {
  try {
    checkNodes(document, refusal);
    return document.toJS({ maxAliasCount: -1 });
  } catch (error) {
    const message = libraryMistake(error);
    throw message === undefined ? error : refusal(document.contents, message);
  }
}

/** What the library finds only while it makes values; undefined for any other error. */
function libraryMistake(error: unknown): string | undefined {
  if (error instanceof RangeError) {
    return yamlMistake("RESOURCE_EXHAUSTION");
  }
  return error instanceof Error && error.message.startsWith("Merge sources")
    ? "a merge key (<<) here names no object; name one"
    : undefined;
}
