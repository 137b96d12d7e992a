import { RunError } from "@pulumi/pulumi";
import { type Document, type ErrorCode, LineCounter, parseAllDocuments, type Tags } from "yaml";

import { checkNodes, type Keys, offsetOf, type Refusal, startOf } from "./yamlNodes";

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
const unknownTags = ["binary", "omap", "pairs", "set", "timestamp"].map(
  (name) => `tag:yaml.org,2002:${name}`,
);

function kubectlTags(tags: Tags): Tags {
  return tags.filter(
    (tag) => typeof tag === "string" || !(unknownTags.includes(tag.tag) || tag.format === "TIME"),
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
    new RunError(`${file}:${lines.linePos(offset).line}: ${message}.`);
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
    const positionOf = (keys: Keys) => {
      const { line, col } = lines.linePos(offsetOf(document, keys));
      return { line, column: col };
    };
    return value === undefined || value === null ? [] : [{ value, positionOf }];
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

const colon = "this text holds a colon or a line break where a key is expected; quote it";

/** What the mistakes of YAML mean. The library's own messages quote the text, which may be secret. */
const mistakes: Partial<Record<ErrorCode, string>> = {
  BAD_ALIAS: "this alias or anchor has no name; give it one",
  BAD_DQ_ESCAPE: "this text holds an unknown escape; write \\\\ for a backslash",
  BAD_INDENT: "this line is indented wrongly, or a bracket before it is not closed; align it",
  BAD_SCALAR_START: "this text begins with a character that YAML reserves; quote it",
  BLOCK_AS_IMPLICIT_KEY: colon,
  BLOCK_IN_FLOW: "block style cannot stand inside brackets; write it in brackets as well",
  KEY_OVER_1024_CHARS: "this key is longer than 1024 characters; shorten it",
  MISSING_CHAR: "a colon, comma, quote or bracket is missing here; write it",
  MULTILINE_IMPLICIT_KEY: colon,
  RESOURCE_EXHAUSTION: "this is nested too deeply; flatten it",
  TAB_AS_INDENT: "a tab cannot indent; write spaces",
  UNEXPECTED_TOKEN: "this does not belong here; check the brackets and quotes before it",
};

function yamlMistake(code: ErrorCode): string {
  return `this is not YAML: ${mistakes[code] ?? "it cannot be read; check the line"}`;
}
