/** Where a rule `<kind>-<verb>-<what>` is, below `policy/rules`, and its fixtures: `<kind>/<verbWhat>`. */
export function fileOf(ruleName: string): string {
  const [kind, ...words] = ruleName.split("-");
  return `${kind}/${camelCase(words)}`;
}

/** Name of the constant that holds a rule. */
export function exportOf(ruleName: string): string {
  return camelCase(ruleName.split("-").slice(1));
}

function camelCase(words: readonly string[]): string {
  return words
    .map((word, index) => (index === 0 ? word : `${word[0]?.toUpperCase()}${word.slice(1)}`))
    .join("");
}
