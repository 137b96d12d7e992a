/** A file in the staging directory of a pod. Times here are in seconds since 1970, sizes in bytes. */
export interface StagedFile {
  file: string;
  size: number;
  modified: number;
  /** Whether a process of Glance has it open. */
  open: boolean;
}

/** A pod with what it stages. */
export interface StagingPod {
  name: string;
  /** Its own URL, as it stands in the database. */
  url: string;
  node: string | undefined;
  /** When its Glance was started; undefined when it does not run. */
  started: number | undefined;
  /** Undefined when nobody could look. */
  files: StagedFile[] | undefined;
}

/** An image in Glance's database. */
export interface ImageRecord {
  id: string;
  /** Glance's own status; `deleted` for all that it shows no longer. */
  status: string;
  /** Bytes of the source, and of the converted image as soon as that is complete. */
  size: number | null;
  diskFormat: string | null;
  updated: number;
  /** Number of places where it is stored. */
  locations: number;
  /** URL of the pod that has staged it; Glance drops it when the import begins. */
  stageHost: string | null;
  /** The task that holds the import lock; its fields are null when its record is gone. */
  task: {
    id: string;
    status: string | null;
    updated: number | null;
    method: string | null;
  } | null;
}

/** An RBD image that is no location of any image. */
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
  now: number;
  pods: StagingPod[];
  /** Names of the staging claims that have a volume. */
  claims: string[];
  statefulSets: string[];
  /** Images that are uploading or importing, and those that files and RBD images are named after. */
  images: ImageRecord[];
  stored: StoredImage[];
}
