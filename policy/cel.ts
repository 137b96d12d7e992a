/**
 * Texts of the Common Expression Language, in which the API server evaluates admission policies
 * (https://kubernetes.io/docs/reference/using-api/cel/).
 */

/** A text as a literal. */
export function celText(text: string): string {
  return JSON.stringify(text);
}

/** A list of texts as a literal. */
export function celList(texts: readonly string[]): string {
  return `[${texts.map(celText).join(", ")}]`;
}
