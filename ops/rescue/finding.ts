import type { Step } from "../glance/repairStep";

/**
 * What a finding is about: an image that is importing or uploading, a staged file, an RBD image that an import has
 * left behind, or one of which Glance knows nothing.
 */
export const kinds = ["importing", "uploading", "staged file", "orphan", "foreign"] as const;
export type Kind = (typeof kinds)[number];

/** Something that is wrong. */
export interface Finding {
  kind: Kind;
  /** Id of the image, or the name in its place. */
  image: string;
  problem: string;
  /** Seconds since 1970. */
  since: number;
  /** What a repair does, or what the operator must do when there are no steps. */
  remedy: string;
  /** The repair; empty when only the operator can do something. */
  steps: Step[];
}

/** What is wrong with an image, and what to do about it. */
export type Verdict = Pick<Finding, "problem" | "remedy" | "steps">;
