import { parsePodName, stagingClaimName, statefulSetName } from "../../model/names";
import type { ImageRecord } from "../glance/imageRecord";
import type { Verdict } from "./finding";
import type { Step, Unchanged } from "../glance/repairStep";
import { filesOf, type Found, type RescueState } from "./state";

/**
 * The operator must bring pods back first, since nobody can look at them.
 *
 * @param problem What may be on them.
 */
export function notInspectable(
  state: RescueState,
  pods: readonly string[],
  problem: string,
): Verdict {
  return {
    problem: `${problem} ${pods.join(", ")}, which cannot be looked at`,
    remedy: recoveryAdvice(state, pods),
    steps: [],
  };
}

/**
 * The image goes back to its beginning.
 *
 * @param again What clients can do then, besides deleting it.
 */
export function requeued(
  state: RescueState,
  image: ImageRecord,
  problem: string,
  again = "uploaded again",
): Verdict {
  return {
    problem,
    remedy: `put it back to queued, so that it can be ${again} or deleted`,
    steps: requeue(state, image),
  };
}

/** What an operator does so that pods run again, or to give up their volumes. */
export function recoveryAdvice(state: RescueState, names: readonly string[]): string {
  const ways = new Set(names.map((name) => howToRestore(state, name, names)));
  const claims = names.map(stagingClaimName).join(", ");
  const giveUp = `if the volume is lost for good, delete the claim (${claims})`;
  return `${[...ways].join("; ")}; ${giveUp}; then run this again`;
}

function howToRestore(state: RescueState, name: string, names: readonly string[]): string {
  const pod = state.pods.find((one) => one.name === name);
  if (pod !== undefined) {
    return pod.node === undefined
      ? `see why ${name} finds no node`
      : `start node ${pod.node}, or see why ${name} is not ready`;
  }
  const apiType = parsePodName(name)?.apiType;
  if (apiType === undefined) {
    return `bring ${name} back`;
  }
  const missing = names.flatMap((one) => parsePodName(one) ?? []);
  const ofApi = missing.filter((one) => one.apiType === apiType);
  const replicas = Math.max(...ofApi.map(({ ordinal }) => ordinal)) + 1;
  const statefulSet = statefulSetName(apiType);
  return state.statefulSets.includes(statefulSet)
    ? `scale ${statefulSet} up to ${replicas} (glance:${apiType}.replicas)`
    : `deploy the layout with ${statefulSet} and ${replicas} replicas again`;
}

/** Makes an image staged on the pod with this URL. */
export function restage(image: ImageRecord, host: string): Step {
  return { step: "restage", ...unchanged(image), host };
}

/** Makes an image that waits for its data; what is left of the old data would be in the way of new. */
function requeue(state: RescueState, image: ImageRecord): Step[] {
  return [{ step: "requeue", ...unchanged(image) }, ...filesOf(state, image).map(removeFile)];
}

/** Removes a staged file. */
export function removeFile({ pod, name }: Found): Step {
  return { step: "removeFile", pod: pod.name, file: name };
}

function unchanged({ id, status, updated, task }: ImageRecord): Unchanged {
  return { image: id, status, updated, task: task?.id ?? null };
}
