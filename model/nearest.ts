import { distance } from "fastest-levenshtein";

/** The known name that somebody has most likely meant; undefined when none is near. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const away = (other: string) => distance(name.toLowerCase(), other.toLowerCase());
  const [closest] = [...known].sort((one, other) => away(one) - away(other));
  return closest !== undefined && away(closest) <= Math.max(2, Math.floor(name.length / 3))
    ? closest
    : undefined;
}
