import { isImageId } from "../glance/imageId";
import type { ImageRecord } from "../glance/imageRecord";
import { allFiles, type RescueState, type StoredImage } from "./state";
import type { Finding } from "./finding";
import { removeFile } from "./verdicts";

/** Images with these are at work, or are judged themselves. */
const busy = ["uploading", "importing", "saving"];

/** Staged files of images that need them no longer. */
export function fileFindings(state: RescueState, olderThan: number): Finding[] {
  return allFiles(state).flatMap((found) => {
    const id = found.image;
    const image = state.images.find((one) => one.id === id);
    const isYoung = state.now - found.modified < olderThan;
    // An active image with a lock is being copied to another store from this file.
    const isNeeded = image !== undefined && (busy.includes(image.status) || isLocked(image));
    if (id === undefined || found.open || isYoung || isNeeded) {
      return [];
    }
    return [
      {
        kind: "staged file" as const,
        image: id,
        problem: `${found.name} is left on ${found.pod.name}; ${standing(image)}`,
        since: found.modified,
        remedy: "remove the file",
        steps: [removeFile(found)],
      },
    ];
  });
}

/** RBD images that are no location of an image: what a killed import had stored. */
export function storedFindings(state: RescueState, olderThan: number): Finding[] {
  return state.stored
    .filter(({ modified, watchers }) => watchers === 0 && state.now - modified >= olderThan)
    .flatMap((stored) => {
      const image = state.images.find(({ id }) => id === stored.name);
      return isNotYetOrphan(image) ? [] : [storedFinding(stored, image)];
    });
}

/** An import goes on, or will begin; its own finding takes care of what is stored when it has died. */
function isNotYetOrphan(image: ImageRecord | undefined): boolean {
  return image !== undefined && (image.status === "importing" || isLocked(image));
}

function isLocked({ status, task }: ImageRecord): boolean {
  return status !== "deleted" && task !== null;
}

function storedFinding(stored: StoredImage, image: ImageRecord | undefined): Finding {
  const { name, modified, snapshots } = stored;
  const finding = { image: name, since: modified };
  if (image === undefined || !isImageId(name)) {
    return {
      ...finding,
      kind: "foreign",
      problem: "Glance does not know the RBD image",
      remedy: "find out whose it is; it is never removed",
      steps: [],
    };
  }
  if (image.locations > 0) {
    return {
      ...finding,
      kind: "orphan",
      problem: "it is stored under this name, but Glance has it from elsewhere",
      remedy: "find out who has stored it; it is never removed",
      steps: [],
    };
  }
  const problem = `an import has left an RBD image of ${stored.size} bytes; ${standing(image)}`;
  return snapshots > 0
    ? {
        ...finding,
        kind: "orphan",
        problem: `${problem}, and it has ${snapshots} snapshots or clones`,
        remedy: "remove it by hand, clones and snapshots first",
        steps: [],
      }
    : {
        ...finding,
        kind: "orphan",
        problem,
        remedy: "remove the RBD image",
        steps: [{ step: "removeStored", name }],
      };
}

function standing(image: ImageRecord | undefined): string {
  return image === undefined ? "Glance does not know the image" : `the image is ${image.status}`;
}
