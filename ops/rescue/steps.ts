import type { ImageRecord } from "../glance/imageRecord";
import { filesOf, type Found } from "./evidence";
import type { Step, Unchanged } from "./finding";
import type { RescueState } from "./state";

/** Makes an image staged on the pod with this URL. */
export function restage(image: ImageRecord, host: string): Step {
  return { step: "restage", ...unchanged(image), host };
}

/** Makes an image that waits for its data; what is left of the old data would be in the way of new. */
export function requeue(state: RescueState, image: ImageRecord): Step[] {
  return [{ step: "requeue", ...unchanged(image) }, ...filesOf(state, image).map(removeFile)];
}

/** Removes a staged file. */
export function removeFile({ pod, name }: Found): Step {
  return { step: "removeFile", pod: pod.name, file: name };
}

function unchanged({ id, status, updated, task }: ImageRecord): Unchanged {
  return { image: id, status, updated, task: task?.id ?? null };
}
