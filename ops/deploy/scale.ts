import type { ApiType } from "../../model/names";
import { drain, type DrainOptions } from "../drain";
import type { Stack } from "../stack";
import { up } from "./up";

/**
 * Scales all APIs of a stack: empties the pods that go, and deploys it.
 *
 * @param stack With the number of replicas that it shall have.
 * @throws Error when an API has a number of replicas of its own.
 */
export async function scale(stack: Stack, options: DrainOptions): Promise<void> {
  const api = apiWithOwnReplicas(stack);
  if (api !== undefined) {
    throw new Error(
      `The stack ${stack.name} sets ${api}.replicas, which replicas do not change: drain the pods that go, and set that key.`,
    );
  }
  await drain(stack, String(stack.settings.replicas), options);
  await up(stack);
}

/** The API of the layout to which a stack gives a number of replicas of its own; undefined without one. */
export function apiWithOwnReplicas({ settings, deployment }: Stack): ApiType | undefined {
  return deployment.apis.find(({ type }) => settings[type].replicas !== undefined)?.type;
}
