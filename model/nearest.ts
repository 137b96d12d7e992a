import { distance } from "fastest-levenshtein";

/** The known name that somebody has most likely meant; undefined when none is near. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const reach = Math.max(2, Math.floor(name.length / 3));
  return within(name, known, () => reach)[0];
}

/** Letters by which a name may differ from the one that was meant. */
const slips = 2;

/** The known names that are written with a slip, nearest first: other names may have a meaning of their own. */
export function misspelt(name: string, known: readonly string[]): string[] {
  // Short names are near to each other without being meant for each other.
  return within(name, known, (other) =>
    Math.min(name.length, other.length) > 2 * slips ? slips : 0,
  );
}

/** The names that are no further away than they may be, nearest first, in whichever letters they are written. */
function within(
  name: string,
  known: readonly string[],
  reach: (other: string) => number,
): string[] {
  const away = (other: string) => distance(name.toLowerCase(), other.toLowerCase());
  return known
    .filter((other) => away(other) <= reach(other))
    .sort((one, other) => away(one) - away(other));
}
