import { podOfUrl, stagingClaimName } from "../../model/names";
import type { ImageRecord } from "../glance/imageRecord";
import { filesOf, isWorkedOn, type RescueState, type StagingPod, unreachablePods } from "./state";
import type { Finding, Verdict } from "./finding";
import { notInspectable, recoveryAdvice, requeued, restage } from "./verdicts";

/** Images that are `uploading` and cannot be imported, because what they have staged is not where it should be. */
export function uploadFindings(state: RescueState, olderThan: number): Finding[] {
  return state.images
    .filter(({ status }) => status === "uploading")
    .filter((image) => !isWorkedOn(state, image, olderThan))
    .flatMap((image) => {
      const found =
        image.stageHost === null
          ? brokenUpload(state, image)
          : staged(state, image, image.stageHost);
      return found === undefined
        ? []
        : [{ kind: "uploading", image: image.id, since: image.updated, ...found }];
    });
}

/** Glance writes down the stage host when an upload is complete. */
function brokenUpload(state: RescueState, image: ImageRecord): Verdict {
  const unreachable = unreachablePods(state);
  return unreachable.length > 0
    ? notInspectable(state, unreachable, "it may be uploaded to")
    : requeued(state, image, "its upload broke off");
}

function staged(state: RescueState, image: ImageRecord, host: string): Verdict | undefined {
  const name = podOfUrl(host) ?? host;
  const pod = state.pods.find((one) => one.name === name);
  const files = filesOf(state, image).filter((file) => file.name === image.id);
  const complete = files.filter(({ size }) => size === image.size).map((file) => file.pod);
  if (complete.some(({ url }) => url === host)) {
    return staleLock(image, pod);
  }
  const [other] = complete;
  if (other !== undefined) {
    return {
      problem: `its stage host is ${host}, but it is staged on ${other.name}`,
      remedy: `make ${other.name} its stage host`,
      steps: [restage(image, other.url)],
    };
  }
  if (pod?.files !== undefined) {
    return files.length > 0
      ? requeued(state, image, `what ${name} has staged of it is not complete`)
      : requeued(state, image, `it is not on its stage host ${name}`);
  }
  if (state.claims.includes(stagingClaimName(name))) {
    return {
      problem: `its stage host ${name} ${pod === undefined ? "does not exist" : "cannot be looked at"}`,
      remedy: recoveryAdvice(state, [name]),
      steps: [],
    };
  }
  return requeued(state, image, `its stage host ${name} is gone with its volume`);
}

/** An import that waited for its turn when its pod ended; its lock keeps others away for two hours. */
function staleLock(image: ImageRecord, pod: StagingPod | undefined): Verdict | undefined {
  const { task, stageHost } = image;
  const started = pod?.started;
  if (task === null || stageHost === null || started === undefined) {
    return undefined;
  }
  return started <= (task.updated ?? 0)
    ? undefined
    : {
        problem: `its import had not begun when ${pod?.name} ended, and is still locked`,
        remedy: "take the lock away, so that it can be imported again",
        steps: [restage(image, stageHost)],
      };
}
