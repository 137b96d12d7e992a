import { Document, visit } from "yaml";

import type { EvaluatedResource } from "./evaluation.js";
import type { Properties } from "./values.js";

// Characters that kubectl refuses, or takes for the end of a line, unless they are escaped.
// eslint-disable-next-line no-control-regex
const unreadable = /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** Manifests as text, and what they leave out. */
export interface Manifests {
  /** YAML documents, dependencies first. */
  text: string;
  /** Number of Secrets that are left out. */
  omitted: number;
  /** Number of other objects with a secret value that is masked. */
  masked: number;
}

/**
 * Writes Kubernetes objects as YAML documents, each with its URN in a comment.
 *
 * @param withSecrets Whether to show secrets; otherwise Secrets are left out and the secret values of
 *   other objects are masked.
 */
export function manifests(
  resources: readonly EvaluatedResource[],
  withSecrets: boolean,
): Manifests {
  const isSecretObject = ({ manifest }: EvaluatedResource) => manifest["kind"] === "Secret";
  const shown = resources.filter((resource) => withSecrets || !isSecretObject(resource));
  const documents = shown.map(({ urn, manifest, maskedManifest }) =>
    document(urn, withSecrets ? manifest : maskedManifest),
  );
  return {
    text: documents.join(""),
    omitted: resources.length - shown.length,
    masked: withSecrets ? 0 : shown.filter(({ secret }) => secret).length,
  };
}

function document(urn: string, manifest: Properties): string {
  const { apiVersion, kind, metadata, ...rest } = manifest;
  const body = new Document(
    { apiVersion, kind, metadata, ...rest },
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
  const text = body
    .toString({ lineWidth: 0, doubleQuotedAsJSON: true })
    .replaceAll(unreadable, escaped);
  return `---\n# ${urn}\n${text}`;
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
