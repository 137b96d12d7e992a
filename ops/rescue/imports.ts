import type { ImageRecord } from "../glance/imageRecord";
import {
  filesOf,
  type Found,
  isWorkedOn,
  podsNotInspected,
  type RescueState,
  unreachablePods,
} from "./state";
import type { Finding, Verdict } from "./finding";
import type { Step } from "../glance/repairStep";
import { notInspectable, requeued, restage } from "./verdicts";

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

function verdict(state: RescueState, image: ImageRecord): Verdict {
  const stored = state.stored.find(({ name }) => name === image.id);
  if (image.locations > 0) {
    return {
      problem: "its import died after it was stored in one of several stores",
      remedy: "delete it, and import it again",
      steps: [],
    };
  }
  if (stored !== undefined && stored.snapshots > 0) {
    return {
      problem: "its import died, and what it has stored has snapshots or clones",
      remedy: `remove the RBD image ${image.id} by hand, clones and snapshots first`,
      steps: [],
    };
  }
  const found = isDownload(image) ? downloadVerdict(state, image) : stagedVerdict(state, image);
  if (stored === undefined || found.steps.length === 0) {
    return found;
  }
  // Glance refuses to store an image under a name that is there already.
  return { ...found, steps: [{ step: "removeStored", name: image.id }, ...found.steps] };
}

/** A download runs on the pod that was asked for it, and begins anew. */
function downloadVerdict(state: RescueState, image: ImageRecord): Verdict {
  const unreachable = unreachablePods(state);
  return unreachable.length > 0
    ? notInspectable(state, unreachable, "it may be downloaded on")
    : requeued(state, image, "its download died", "downloaded again");
}

/** An import runs where its source is; when that is found, nothing goes on elsewhere. */
function stagedVerdict(state: RescueState, image: ImageRecord): Verdict {
  const files = filesOf(state, image);
  const source = files.find((file) => isSource(image, file));
  const converted = files.filter((file) => isConverted(image, file));
  const complete = source ?? converted.find(isOfThisBoot);
  if (complete !== undefined) {
    const { pod, name: file } = complete;
    const rename: Step[] =
      file === image.id ? [] : [{ step: "renameFile", pod: pod.name, file, to: image.id }];
    return {
      problem: `its import died; ${source ? "its source" : "the converted image"} is complete on ${pod.name}`,
      remedy: "put it back to uploading, so that it can be imported again",
      steps: [...rename, restage(image, pod.url)],
    };
  }
  const hidden = podsNotInspected(state);
  if (hidden.length > 0) {
    return notInspectable(state, hidden, "its source may be on");
  }
  const [doubtful] = converted;
  const problem =
    doubtful === undefined
      ? "its import died, and its source is gone"
      : `its import died, and the node of ${doubtful.pod.name} has been restarted since: ` +
        "the converted image may lack what was not yet on disk";
  return requeued(state, image, problem, `uploaded again as ${image.diskFormat}`);
}

/**
 * An upload is written from its beginning to its end, and a file on ext4 or XFS gets no longer on disk than what was
 * written of it: one that lost its end in a crash is too short.
 */
function isSource(image: ImageRecord, { name, size }: Found): boolean {
  return name === image.id && size === image.size;
}

/**
 * When a conversion has ended, Glance removes the source first, and then saves format and size of the converted image.
 * Its file alone says nothing: qemu-img gives it the whole size before it writes.
 */
function isConverted(image: ImageRecord, { name, size }: Found): boolean {
  return name === `${image.id}.${image.diskFormat}` && size === image.size;
}

/** Nobody has synced a converted image: when its node crashes, blocks of it are lost, and its size stays. */
function isOfThisBoot({ modified, pod }: Found): boolean {
  return pod.booted !== undefined && modified > pod.booted;
}

function isDownload({ task }: ImageRecord): boolean {
  const method = task?.method ?? "glance-direct";
  return method !== "glance-direct";
}
