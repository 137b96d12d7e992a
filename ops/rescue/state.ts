import { podOfStagingClaim } from "../../model/names";
import type { ImageRecord } from "../glance/imageRecord";
import type { StagedFile } from "../glance/stagingVolume";

/** A pod with what it stages. */
export interface StagingPod {
  name: string;
  /** Its own URL, as it stands in the database. */
  url: string;
  node: string | undefined;
  /** When its Glance was started, in seconds since 1970; undefined when it does not run. */
  started: number | undefined;
  /** When its node was started, in seconds since 1970; undefined when nobody could look. */
  booted: number | undefined;
  /** Undefined when nobody could look. */
  files: StagedFile[] | undefined;
}

/** An RBD image that is no location of any image; times in seconds since 1970, sizes in bytes. */
export interface StoredImage {
  name: string;
  size: number;
  modified: number;
  /** Clients that have it open for writing. */
  watchers: number;
  /** Snapshots that are not Glance's own, and clones. */
  snapshots: number;
}

/** All that `rescue` decides from, gathered at one moment: files first, then Ceph, then the database. */
export interface RescueState {
  /** Seconds since 1970. */
  now: number;
  pods: StagingPod[];
  /** Names of the staging claims that have a volume. */
  claims: string[];
  statefulSets: string[];
  /** Images that are uploading or importing or have a stage host, and those that files and RBD images are named after. */
  images: ImageRecord[];
  stored: StoredImage[];
}

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
