import { apiTypes, type Layout } from "../../model/names";
import { drain, type DrainOptions } from "../drain";
import { plainValue } from "../stackFile";
import { up } from "./up";

/**
 * Scales all APIs of a stack: empties the pods that go, sets `replicas`, and deploys.
 *
 * @throws Error when an API has a number of replicas of its own.
 */
export async function scale(stack: string, replicas: number, options: DrainOptions): Promise<void> {
  const own = ownReplicas(stack);
  if (own !== undefined) {
    throw new Error(
      `The stack ${stack} sets ${own}, which replicas do not change: drain the pods that go, and set that key.`,
    );
  }
  await drain(stack, String(replicas), options);
  await up(stack, [{ path: "replicas", value: String(replicas) }]);
}

/** The key with which a stack gives an API of its layout a number of replicas of its own; undefined without one. */
export function ownReplicas(stack: string): string | undefined {
  return apiTypes((plainValue(stack, "layout") ?? "split") as Layout)
    .map((apiType) => `${apiType}Replicas`)
    .find((key) => (plainValue(stack, key) ?? "") !== "");
}
