/** What a scalar stands for. */
export type ScalarValue = string | number | boolean | null;

const constants: ReadonlyMap<string, ScalarValue> = new Map<string, ScalarValue>(
  (
    [
      [true, ["y", "yes", "true", "on"]],
      [false, ["n", "no", "false", "off"]],
      [null, ["", "~", "null"]],
      [NaN, [".nan"]],
      [Infinity, [".inf", "+.inf"]],
      [-Infinity, ["-.inf"]],
    ] as const
  ).flatMap(([value, words]) =>
    words.flatMap((word) => spellings(word).map((one) => [one, value])),
  ),
);

/** `.nan` has a spelling of its own. */
function spellings(word: string): string[] {
  const capital = word.replace(/[a-z]/, (letter) => letter.toUpperCase());
  return [word, capital, word.toUpperCase(), ...(word === ".nan" ? [".NaN"] : [])];
}

/** The value of a text without quotes, as go-yaml v2 reads it, on which kubectl stands. */
export function plainValue(text: string): ScalarValue {
  const constant = constants.get(text);
  return constant === undefined ? (integerOf(text) ?? floatOf(text) ?? text) : constant;
}

/** The name of a text without quotes in the place of a key; undefined where kubectl has none, or one that depends on its version. */
export function plainKey(text: string): string | undefined {
  const value = plainValue(text);
  if (typeof value === "number") {
    return Number.isSafeInteger(integerOf(text)) ? String(value) : undefined;
  }
  return value === null ? undefined : String(value);
}

const smallestInteger = -(2n ** 63n);
const largestInteger = 2n ** 64n - 1n;

function integerOf(text: string): number | undefined {
  if (!/^[-+\d]/.test(text)) {
    return undefined;
  }
  const plain = text.replaceAll("_", "");
  // go-yaml takes a sign after `0b`, too.
  const [, sign = "", digits] =
    /^0b([-+])([01]+)$/.exec(plain)?.map((part, index) => (index === 2 ? `0b${part}` : part)) ??
    /^([-+]?)(0x[\da-f]+|0b[01]+|0o?[0-7]+|0|[1-9]\d*)$/i.exec(plain) ??
    [];
  if (digits === undefined) {
    return undefined;
  }
  const magnitude = BigInt(digits.toLowerCase().replace(/^0(?=[0-7])/, "0o"));
  const value = sign === "-" ? -magnitude : magnitude;
  return value < smallestInteger || value > largestInteger ? undefined : Number(value);
}

function floatOf(text: string): number | undefined {
  const isFloat = /^\./.test(text)
    ? /^\.\d+(_\d+)*(e[-+]?\d+(_\d+)*)?$/i.test(text)
    : /^[-+\d]/.test(text) &&
      /^[-+]?(\.\d+|\d+(\.\d*)?)(e[-+]?\d+)?$/i.test(text.replaceAll("_", ""));
  const value = isFloat ? Number(text.replaceAll("_", "")) : NaN;
  return Number.isFinite(value) ? value : undefined;
}
