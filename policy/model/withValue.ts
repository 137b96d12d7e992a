/**
 * A copy of an object in which one place has another value; objects on the way to it that are missing are made.
 *
 * @param keys Names and list positions that lead to the place.
 */
export function withValue(
  object: Record<string, unknown>,
  keys: readonly (string | number)[],
  value: unknown,
): Record<string, unknown> {
  return replaced(object, keys, value) as Record<string, unknown>;
}

function replaced(current: unknown, keys: readonly (string | number)[], value: unknown): unknown {
  const [key, ...others] = keys;
  if (key === undefined) {
    return value;
  }
  if (typeof key === "number") {
    // Not map: it fails on the lists that Pulumi hands to policies.
    return Array.from(current as unknown[], (item, index) =>
      index === key ? replaced(item, others, value) : item,
    );
  }
  const parent = (current ?? {}) as Record<string, unknown>;
  return { ...parent, [key]: replaced(parent[key], others, value) };
}
