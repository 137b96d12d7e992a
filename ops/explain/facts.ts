import type { ImageRecord } from "../glance/imageRecord";
import type { LogEntry } from "../logs/glanceLog";

/** A task that imports an image, as the database has it. Times are in seconds since the epoch. */
export interface ImportRecord {
  id: string;
  status: string;
  /** What Glance tells clients of it; often nothing but "Internal Error". */
  message: string;
  request: string | null;
  method: string | null;
  created: number;
  updated: number;
}

/** What the database knows of the imports of an image, as `import_history.py` prints it. */
export interface ImportHistory {
  /** Seconds since the epoch; null for an image that the database does not know. */
  created: number | null;
  /** Stores for which the last import has failed. */
  failedStores: string[];
  /** The oldest first. */
  tasks: ImportRecord[];
}

/** All that an image is explained from, gathered at one moment. */
export interface ImageFacts extends ImportHistory {
  id: string;
  /** Seconds since the epoch. */
  now: number;
  /** Undefined when the database does not know the image. */
  image: ImageRecord | undefined;
  /** Pods that are there, and whether they are ready. */
  pods: { name: string; ready: boolean }[];
  /** Format that Glance finds in the staged file; undefined where nothing is staged, or none is found. */
  stagedFormat: string | undefined;
  /** The logs of all pods. */
  entries: LogEntry[];
}
