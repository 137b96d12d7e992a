import { clusterOf } from "../cluster";
import { assertStackFile, namespaceOf } from "../stackFile";
import { gather } from "./gather";
import { stagingText } from "./stagingText";

/**
 * Shows what is staged on which pod, and what room is left there.
 *
 * @returns whether every pod could be reached.
 */
export async function staging(stack: string, options: { json: boolean }): Promise<boolean> {
  assertStackFile(stack);
  const found = await gather(clusterOf(stack), namespaceOf(stack));
  console.log(
    options.json ? JSON.stringify(found, undefined, 2) : stagingText(found, Date.now() / 1000),
  );
  return found.volumes.every(({ problem }) => problem === undefined);
}
