const factors: Readonly<Record<string, number>> = {
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

/**
 * Bytes of a Kubernetes storage quantity such as `10Gi`, `1.5T` or `500000000`;
 * undefined for anything else, zero and negative numbers included.
 */
export function parseStorageQuantity(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)([kMGTP]|[KMGTP]i)?$/.exec(text);
  const bytes = Number(match?.[1]) * (factors[match?.[2] ?? ""] ?? NaN);
  return bytes > 0 ? bytes : undefined;
}

/** A number of bytes as a quantity in the largest binary unit that needs no more than two decimals. */
export function formatStorageQuantity(bytes: number): string {
  const unit = ["Pi", "Ti", "Gi", "Mi", "Ki"].find((name) => bytes >= (factors[name] ?? NaN)) ?? "";
  return `${Math.round((bytes / (factors[unit] ?? 1)) * 100) / 100}${unit}`;
}
