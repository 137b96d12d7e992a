import { distance } from "fastest-levenshtein";

/** The known name that somebody has most likely meant; undefined when none is near. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const away = (other: string) => distance(name.toLowerCase(), other.toLowerCase());
  const [closest] = [...known].sort((one, other) => away(one) - away(other));
  return closest !== undefined && away(closest) <= Math.max(2, Math.floor(name.length / 3))
    ? closest
    : undefined;
}

/** Letters by which a name may differ from the one that was meant. */
const misspelt = 2;

/** The known name that is written with a slip; undefined when there is none: others may have a meaning of their own. */
export function misspelling(name: string, known: readonly string[]): string | undefined {
  const away = (other: string) => distance(name.toLowerCase(), other.toLowerCase());
  // Short names are near to each other without being meant for each other.
  const reach = (other: string) =>
    Math.min(name.length, other.length) > 2 * misspelt ? misspelt : 0;
  const [closest] = known
    .filter((other) => away(other) <= reach(other))
    .sort((one, other) => away(one) - away(other));
  return closest;
}
