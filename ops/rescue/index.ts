import { clusterOf } from "../cluster";
import { assertStackFile, namespaceOf } from "../stackFile";
import { findings, leftAlone, matters, withImport } from "./findings";
import { anyPod, gather } from "./gather";
import { type Outcome, repair } from "./repair";
import { findingsText, leftAloneText, nextStep } from "./text";

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
export async function rescue(stack: string, options: RescueOptions): Promise<boolean> {
  assertStackFile(stack);
  const cluster = clusterOf(stack);
  const namespace = namespaceOf(stack);
  const state = await gather(cluster, namespace);
  const isMeant = (image: string) => options.image === undefined || image === options.image;
  const found = findings(state, options.olderThan * 60)
    .filter(({ image }) => isMeant(image))
    .map((finding) => (options.import ? withImport(state, finding) : finding));

  const outcomes: Outcome[] = [];
  for (const finding of found) {
    const outcome =
      options.repair && finding.steps.length > 0
        ? await repair(cluster, namespace, anyPod(state.pods, namespace), finding)
        : { ...finding, repaired: false, done: [] };
    outcomes.push(outcome);
    if (!options.json) {
      outcome.done.forEach((line) => console.log(`${outcome.image}: ${line}`));
    }
  }
  const left = outcomes.filter(({ repaired }) => !repaired);
  const alone = leftAlone(state, options.olderThan * 60, isMeant);
  if (options.json) {
    console.log(JSON.stringify({ findings: outcomes, leftAlone: alone }, undefined, 2));
  } else {
    console.log(
      [
        findingsText(left),
        nextStep(left, outcomes.length - left.length),
        leftAloneText(alone, options.olderThan),
      ]
        .filter((text) => text !== "")
        .join("\n\n"),
    );
  }
  return !left.some(matters);
}
