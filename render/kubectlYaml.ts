import { Document, visit } from "yaml";

// Characters that kubectl refuses, or takes for the end of a line, unless they are escaped.
// eslint-disable-next-line no-control-regex
const unreadable = /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** Writes an object as a YAML document that kubectl reads as the same object; without `---`. */
export function kubectlYaml(object: object): string {
  const body = new Document(
    object,
    // YAML 1.1 quotes "yes" and "on", which kubectl would not read as text.
    // Its tag for merge keys would write the key "<<" unquoted.
    {
      version: "1.1",
      aliasDuplicateObjects: false,
      customTags: (tags) =>
        tags.filter((tag) => typeof tag === "string" || tag.tag !== "tag:yaml.org,2002:merge"),
    },
  );
  visit(body, {
    Scalar(_, scalar) {
      const { value } = scalar;
      if (typeof value === "string" && mustBeQuoted(value)) {
        scalar.type = "QUOTE_DOUBLE";
      }
    },
  });
  return body.toString({ lineWidth: 0, doubleQuotedAsJSON: true }).replaceAll(unreadable, escaped);
}

/**
 * Lines that begin with a letter or a slash are left to the library. Others may look like a number
 * or a merge key to kubectl, whose YAML is neither 1.1 nor 1.2: `0o17`, `<<`. Texts of several lines
 * are left to it unless they begin with a blank: a block loses the blanks of leading empty lines.
 */
function mustBeQuoted(text: string): boolean {
  const isPlain = text.includes("\n") ? /^\S/ : /^[A-Za-z/]/;
  return !isPlain.test(text) || text.search(unreadable) !== -1;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
