import type { Found } from "./evidence.js";
import { bringBack, filesOf, isWorkedOn, silentPods, unseenPods } from "./evidence.js";
import type { Finding, Step } from "./finding.js";
import type { ImageRecord, RescueState } from "./state.js";
import { requeue, restage } from "./steps.js";

/** Images that are `importing` although nobody works on them: their task died with its pod. */
export function importFindings(state: RescueState, olderThan: number): Finding[] {
  return state.images
    .filter(({ status }) => status === "importing")
    .filter((image) => !isWorkedOn(state, image, olderThan))
    .map((image) => ({
      kind: "importing",
      image: image.id,
      since: image.updated,
      ...verdict(state, image),
    }));
}

type Verdict = Pick<Finding, "problem" | "remedy" | "steps">;

function verdict(state: RescueState, image: ImageRecord): Verdict {
  const silent = silentPods(state);
  if (silent.length > 0) {
    const problem = `it may be imported on ${silent.join(", ")}, which cannot be looked at`;
    return { problem, remedy: bringBack(state, silent), steps: [] };
  }
  if (image.locations > 0) {
    return {
      problem: "its import died after it was stored in one of several stores",
      remedy: "delete it, and import it again",
      steps: [],
    };
  }
  const stored = state.stored.find(({ name }) => name === image.id);
  if (stored !== undefined && stored.snapshots > 0) {
    return {
      problem: "its import died, and what it has stored has snapshots",
      remedy: `remove the RBD image ${image.id} by hand, snapshots first`,
      steps: [],
    };
  }
  // Glance refuses to store an image under a name that is there already.
  const removeStored: Step[] =
    stored === undefined ? [] : [{ step: "removeStored", name: image.id }];
  return isDownload(image)
    ? {
        problem: "its download died",
        ...requeued(state, image, removeStored, "downloaded again"),
      }
    : restageOrRequeue(state, image, removeStored);
}

function restageOrRequeue(state: RescueState, image: ImageRecord, before: Step[]): Verdict {
  const files = filesOf(state, image);
  const source = files.find(({ file, size }) => file === image.id && size === image.size);
  const converted = files.find((file) => isConverted(image, file));
  const complete = source ?? converted;
  if (complete !== undefined) {
    const { pod, file } = complete;
    const rename: Step[] =
      file === image.id ? [] : [{ step: "renameFile", pod: pod.name, file, to: image.id }];
    return {
      problem: `its import died; ${source ? "its source" : "the converted image"} is complete on ${pod.name}`,
      remedy: "put it back to uploading, so that it can be imported again",
      steps: [...before, ...rename, restage(image, pod.url)],
    };
  }
  const unseen = unseenPods(state);
  if (unseen.length > 0) {
    return {
      problem: `its import died; its source may be on ${unseen.join(", ")}, which cannot be looked at`,
      remedy: bringBack(state, unseen),
      steps: [],
    };
  }
  return {
    problem: "its import died, and its source is gone",
    ...requeued(state, image, before, `uploaded again as ${image.diskFormat}`),
  };
}

/** Glance saves format and size of the converted image when the conversion has ended, and removes the source then. */
function isConverted(image: ImageRecord, { file, size }: Found): boolean {
  return file === `${image.id}.${image.diskFormat}` && size === image.size;
}

function isDownload({ task }: ImageRecord): boolean {
  const method = task?.method ?? "glance-direct";
  return method !== "glance-direct";
}

function requeued(state: RescueState, image: ImageRecord, before: Step[], again: string) {
  return {
    remedy: `put it back to queued, so that it can be ${again} or deleted`,
    steps: [...before, ...requeue(state, image)],
  };
}
