import type { DrainOptions } from "../drain/index.js";
import { drain } from "../drain/index.js";
import { plainValue } from "../stackFile.js";
import { up } from "./up.js";

const ownKeys = ["externalReplicas", "internalReplicas", "singleReplicas"];

/**
 * Scales all APIs of a stack: empties the pods that go, sets `replicas`, and deploys.
 *
 * @throws Error when an API has a number of replicas of its own.
 */
export async function scale(stack: string, replicas: number, options: DrainOptions): Promise<void> {
  const own = ownKeys.find((key) => plainValue(stack, key) !== undefined);
  if (own !== undefined) {
    throw new Error(
      `The stack ${stack} sets ${own}, which replicas do not change: drain the pods that go, and set that key.`,
    );
  }
  await drain(stack, String(replicas), options);
  await up(stack, [{ path: "replicas", value: String(replicas) }]);
}
