const factors: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** The number that a Kubernetes quantity such as `500m`, `-2Gi`, `.5` or `1e9` stands for; undefined for anything else. */
export function parseQuantity(text: string): number | undefined {
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?\d{1,2}))?$/.exec(
    text,
  );
  const [, digits, unit = "", exponent = "0"] = match ?? [];
  return digits === undefined
    ? undefined
    : Number(`${digits}e${exponent}`) * (factors[unit] ?? NaN);
}

/**
 * Bytes of a Kubernetes storage quantity such as `10Gi`, `1.5T` or `500000000`; undefined for anything else, zero and
 * negative numbers included. Thousandths of bytes are a mistake for megabytes.
 */
export function parseStorageQuantity(text: string): number | undefined {
  const bytes = parseQuantity(text);
  return bytes !== undefined && bytes > 0 && !/[num]$/.test(text) ? bytes : undefined;
}

/** A number of bytes as a quantity in the largest binary unit that needs no more than two decimals. */
export function formatStorageQuantity(bytes: number): string {
  const unit =
    ["Ei", "Pi", "Ti", "Gi", "Mi", "Ki"].find((name) => bytes >= (factors[name] ?? NaN)) ?? "";
  return `${Math.round((bytes / (factors[unit] ?? 1)) * 100) / 100}${unit}`;
}
