import { setTimeout } from "node:timers/promises";

import type { Stack } from "../stack";
import { remedyFor } from "./podTrouble";
import { readSummary } from "./readSummary";
import { troubleLines } from "./summary";

/**
 * Does something that waits for pods, and says meanwhile what keeps them from starting: once, and only what somebody has
 * to mend and two looks have found, as the rest passes by itself.
 *
 * @param pace Milliseconds between two looks.
 */
export async function tellTroubles(
  stack: Stack,
  tell: (text: string) => void,
  work: () => Promise<void>,
  pace = 10_000,
): Promise<void> {
  const ended = new AbortController();
  const watching = watch(stack, tell, () =>
    setTimeout(pace, true, { signal: ended.signal }).catch(() => false),
  );
  try {
    await work();
  } finally {
    ended.abort();
    await watching;
  }
}

async function watch(
  stack: Stack,
  tell: (text: string) => void,
  pause: () => Promise<boolean>,
): Promise<void> {
  const told = new Set<string>();
  let before: readonly string[] = [];
  while (await pause()) {
    const found = await toMend(stack);
    found
      .filter((text) => before.includes(text) && !told.has(text))
      .forEach((text) => {
        told.add(text);
        tell(text);
      });
    before = found;
  }
}

async function toMend(stack: Stack): Promise<string[]> {
  // That the cluster does not answer is for the work to say.
  const { troubles } = await readSummary(stack).catch(() => ({ troubles: [] }));
  return troubles
    .filter(({ why }) => remedyFor(why) !== undefined)
    .map((trouble) => troubleLines(trouble).join("\n"));
}
