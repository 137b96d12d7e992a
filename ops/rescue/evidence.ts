import { podOfStagingClaim } from "../../model/names";
import type { ImageRecord } from "../glance/imageRecord";
import type { StagedFile } from "../glance/stagingVolume";
import type { RescueState, StagingPod } from "./state";

/** A staged file and the pod that has it. */
export interface Found extends StagedFile {
  pod: StagingPod;
}

/** All files that pods have staged, as far as anybody could look. */
export function allFiles({ pods }: RescueState): Found[] {
  return pods.flatMap((pod) => (pod.files ?? []).map((file) => ({ ...file, pod })));
}

/** The staged files of an image. */
export function filesOf(state: RescueState, { id }: ImageRecord): Found[] {
  return allFiles(state).filter(({ image }) => image === id);
}

/** Whether something was done with an image in the last `seconds`, or it is open now. */
export function isWorkedOn(state: RescueState, image: ImageRecord, seconds: number): boolean {
  const signs = [
    image.updated,
    image.task?.updated ?? 0,
    ...[...filesOf(state, image), ...storedAs(state, image)].map(({ modified }) => modified),
  ];
  return isOpen(state, image) || state.now - Math.max(...signs) < seconds;
}

/** Whether a process of Glance has a staged file of an image open, or a client of Ceph watches what is stored of it. */
export function isOpen(state: RescueState, image: ImageRecord): boolean {
  return (
    filesOf(state, image).some(({ open }) => open) ||
    storedAs(state, image).some(({ watchers }) => watchers > 0)
  );
}

function storedAs({ stored }: RescueState, { id }: ImageRecord) {
  return stored.filter(({ name }) => name === id);
}

/** Pods on a node into which nobody could look: they may be at work. */
export function unreachablePods({ pods }: RescueState): string[] {
  return pods
    .filter(({ node, files }) => node !== undefined && files === undefined)
    .map(({ name }) => name);
}

/** Pods whose volume is there, but nobody could look at it. */
export function podsNotInspected({ pods, claims }: RescueState): string[] {
  const seen = pods.filter(({ files }) => files !== undefined).map(({ name }) => name);
  return claims
    .flatMap((claim) => podOfStagingClaim(claim) ?? [])
    .filter((pod) => !seen.includes(pod));
}
