import type { Stack } from "../stack";
import { readStaging } from "./readStaging";
import { stagingText } from "./stagingText";

/**
 * Shows what is staged on which pod, and what room is left there.
 *
 * @returns whether every pod could be reached.
 */
export async function staging({ cluster }: Stack, options: { json: boolean }): Promise<boolean> {
  const found = await readStaging(cluster);
  console.log(
    options.json ? JSON.stringify(found, undefined, 2) : stagingText(found, Date.now() / 1000),
  );
  return found.volumes.every(({ problem }) => problem === undefined);
}
