import type { Stack } from "../stack";
import { findings, skipped, needsAction, withImport } from "./findings";
import { anyPod, readRescueState } from "./readState";
import { type Outcome, repair } from "./repair";
import { findingsText, skippedText, nextStep } from "./text";

/** What `rescue` may do. */
export interface RescueOptions {
  /** Whether to repair, not only to report. */
  repair: boolean;
  /** Whether a repair also starts the imports of images that it puts back to uploading. */
  import: boolean;
  /** Look at this image only. */
  image?: string;
  /** Minutes for which nothing must have happened. */
  olderThan: number;
  json: boolean;
}

/**
 * Finds what killed pods, lost volumes and scaling down have left behind, explains it, and repairs it when told.
 *
 * @returns whether nothing is left that somebody must repair.
 */
export async function rescue(stack: Stack, options: RescueOptions): Promise<boolean> {
  const { cluster } = stack;
  const state = await readRescueState(stack);
  const isSelected = (image: string) => options.image === undefined || image === options.image;
  const found = findings(state, options.olderThan * 60)
    .filter(({ image }) => isSelected(image))
    .map((finding) => (options.import ? withImport(state, finding) : finding));

  const outcomes: Outcome[] = [];
  for (const finding of found) {
    const outcome =
      options.repair && finding.steps.length > 0
        ? await repair(cluster, anyPod(state.pods), finding)
        : { ...finding, repaired: false, done: [] };
    outcomes.push(outcome);
    if (!options.json) {
      outcome.done.forEach((line) => console.log(`${outcome.image}: ${line}`));
    }
  }
  const left = outcomes.filter(({ repaired }) => !repaired);
  const alone = skipped(state, options.olderThan * 60, isSelected);
  if (options.json) {
    console.log(JSON.stringify({ findings: outcomes, leftAlone: alone }, undefined, 2));
  } else {
    console.log(
      [
        findingsText(left),
        nextStep(left, outcomes.length - left.length),
        skippedText(alone, options.olderThan),
      ]
        .filter((text) => text !== "")
        .join("\n\n"),
    );
  }
  return !left.some(needsAction);
}
