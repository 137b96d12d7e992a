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
