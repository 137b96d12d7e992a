import { type ErrorCode, isScalar, Scalar } from "yaml";

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
  MULTIPLE_DOCS: "a second document begins here; write one, without ---",
  RESOURCE_EXHAUSTION: "this is nested too deeply; flatten it",
  TAB_AS_INDENT: "a tab cannot indent; write spaces",
  UNEXPECTED_TOKEN: "this does not belong here; check the brackets and quotes before it",
};

/** What is wrong with a text that is not YAML, and what to do. */
export function yamlMistake(code: ErrorCode): string {
  return `this is not YAML: ${mistakes[code] ?? "it cannot be read; check the line"}`;
}

/** What is wrong with the name of an anchor: for Go's parser `&a?b` is the anchor `a` before the text `?b`. */
export function anchorMistake(anchor: string | undefined): string | undefined {
  return anchor === undefined || /^[\w-]+$/.test(anchor)
    ? undefined
    : "not every parser reads this anchor alike; name it with letters, digits, - and _";
}

/** What not every parser reads alike in how a scalar is written, in a key or a value, and what to do. */
export function scalarMistake(node: unknown, text: string): string | undefined {
  if (!isScalar(node)) {
    return undefined;
  }
  const [from, to] = node.range ?? [0, 0];
  const written = text.slice(from, to);
  if (isPlain(node) && written.startsWith("?")) {
    return "not every parser takes this question mark for a text; quote it";
  }
  const isQuoted = node.type === Scalar.QUOTE_DOUBLE;
  return isQuoted && /(?<!\\)(?:\\\\)*\\\r?\n[ \t]*\r?\n/.test(written)
    ? "not every parser reads an empty line after a backslash alike; remove it"
    : undefined;
}

/** What is wrong with the colon after a key: in brackets, for Go's parser, it may be a part of the text before it. */
export function colonMistake(key: unknown, text: string): string | undefined {
  const [, end] = (isScalar(key) && key.range) || [0, 0];
  return isScalar(key) && isPlain(key) && /^\s*:[,[\]{}]/.test(text.slice(end))
    ? "this colon is a part of the text before it for Go's parser; write a space after it"
    : undefined;
}

/** Whether the value depends on how the text looks: neither quotes nor a tag say that it is a text. */
export function isPlain(node: Scalar): boolean {
  return node.type === Scalar.PLAIN && node.tag === undefined;
}
