import {
  Document,
  isAlias,
  isMap,
  isScalar,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  Scalar,
  visit,
  type YAMLMap,
} from "yaml";

import { UserError } from "../model/userError";
import { readTextFile } from "../model/userFile";
import { anchorMistake, colonMistake, scalarMistake, yamlMistake } from "./yamlMistakes";

/** Makes the error that refuses a place in a file. */
type Refusal = (offset: number, what: string) => UserError;

/**
 * Reads a YAML file for changes.
 *
 * @throws UserError, one sentence with file and line, for a broken file and for what the Pulumi CLI reads differently.
 */
export function openYaml(path: string): Document {
  return parseYaml(readTextFile(path), path);
}

/**
 * The node that a value is in a YAML file, with quotes around texts that not every parser would read as texts.
 *
 * @throws UserError for a value that would not be read back as it is, such as `.nan`, or a key that is no text.
 */
export function yamlNode(value: unknown): Node | null {
  const document = new Document(value);
  visit(document, {
    Scalar: (_, scalar) => {
      if (typeof scalar.value === "string" && isAmbiguousText(scalar.value)) {
        scalar.type = Scalar.QUOTE_DOUBLE;
      }
    },
  });
  return parseYaml(document.toString(), "value").contents;
}

function parseYaml(text: string, path: string): Document {
  const lines = new LineCounter();
  const refusal: Refusal = (offset, what) =>
    new UserError(`${path}:${lines.linePos(offset).line}: ${what}.`);
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      // Messages of the library quote the text, which may be secret.
      prettyErrors: false,
      logLevel: "error",
      uniqueKeys: false,
    });
    const stray = text.indexOf("\0");
    if (stray >= 0) {
      throw refusal(stray, "a text file has no NUL byte; remove it");
    }
    const [error] = document.errors;
    if (error !== undefined) {
      throw refusal(error.pos[0], yamlMistake(error.code));
    }
    visit(document, {
      Node: (place, node, ancestors) => checkNode(node, place === "key", ancestors, text, refusal),
    });
    document.toJS();
    return document;
  } catch (error) {
    if (error instanceof ReferenceError) {
      throw refusal(0, "aliases in this file stand for too much; write it out");
    }
    // Of nesting without end.
    throw error instanceof RangeError ? refusal(0, yamlMistake("RESOURCE_EXHAUSTION")) : error;
  }
}

function checkNode(
  node: Node,
  isKey: boolean,
  ancestors: readonly (Document | Node | Pair)[],
  text: string,
  refusal: Refusal,
): void {
  const refuse = (what: string) => refusal(node.range?.[0] ?? 0, what);
  if (node.tag !== undefined) {
    throw refuse("not every parser reads this tag alike; write the value without it");
  }
  const mistake =
    anchorMistake(node.anchor) ??
    scalarMistake(node, text) ??
    (isKey ? colonMistake(node, text) : undefined);
  if (mistake !== undefined) {
    throw refuse(mistake);
  }
  if (isAlias(node)) {
    const target = ancestors[0] && node.resolve(ancestors[0] as Document);
    if (target === undefined || ancestors.includes(target)) {
      throw refuse("this alias has no anchor before it; write what it stands for");
    }
  } else if (isMap(node)) {
    checkKeys(node, refusal);
  } else if (!isKey && isScalar(node) && isAmbiguous(node)) {
    throw refuse(
      "not every parser reads this value alike; write it in quotes, or a number in plain digits",
    );
  }
}

function checkKeys(map: YAMLMap, refusal: Refusal): void {
  const names = new Set<string>();
  for (const { key } of map.items) {
    const offset = (key as Node).range?.[0] ?? 0;
    const name = textOf(isScalar(key) ? key.value : null);
    if (name === "" || name === "__proto__") {
      throw refusal(offset, "a key must be a text; write the name of one");
    }
    if (name === "<<") {
      throw refusal(offset, "the merge key (<<) is not read here; write the keys themselves");
    }
    if (names.has(name)) {
      throw refusal(offset, `the key ${name} stands here twice; remove one`);
    }
    names.add(name);
  }
}

function isAmbiguous({ type, source = "", value }: Scalar): boolean {
  if (type !== Scalar.PLAIN) {
    return false;
  }
  return typeof value === "string"
    ? isAmbiguousText(source)
    : value !== null && textOf(value) !== source;
}

/** Whether the Pulumi CLI (YAML 1.1) might take a text without quotes for another value than the library (YAML 1.2). */
function isAmbiguousText(text: string): boolean {
  return (
    /^[-+]?(0b[01_]+|0x[\da-f]*_[\da-f_]*|\d[\d.]*_[\d._]*)$/i.test(text) ||
    /^\d{4}-\d\d?-\d\d?([Tt ].*)?$/.test(text)
  );
}

/** Empty for what is no text, number or boolean. */
function textOf(value: unknown): string {
  return ["string", "number", "boolean"].includes(typeof value) ? `${value as string}` : "";
}
