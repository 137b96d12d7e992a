import { isOpen, type RescueState } from "./state";
import { type Finding, kinds } from "./finding";
import type { Step } from "../glance/repairStep";
import { importFindings } from "./imports";
import { fileFindings, storedFindings } from "./leftovers";
import { uploadFindings } from "./uploads";

/**
 * All that is wrong, by kind and age.
 *
 * @param olderThan Seconds for which nothing must have happened; a deployment changes much at once.
 */
export function findings(state: RescueState, olderThan: number): Finding[] {
  return [
    ...importFindings(state, olderThan),
    ...uploadFindings(state, olderThan),
    ...fileFindings(state, olderThan),
    ...storedFindings(state, olderThan),
  ].sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || a.since - b.since);
}

/** Numbers of what is skipped, and why. */
export interface Skipped {
  /** Findings that are too young. */
  young: number;
  /** Images in the middle of an import or upload that are open. */
  open: number;
}

/**
 * What `findings` says nothing about, because somebody may be at work there.
 *
 * @param isSelected Whether an image is looked at.
 */
export function skipped(
  state: RescueState,
  olderThan: number,
  isSelected: (image: string) => boolean,
): Skipped {
  const count = (seconds: number) =>
    findings(state, seconds).filter((finding) => needsAction(finding) && isSelected(finding.image))
      .length;
  return {
    young: count(0) - count(olderThan),
    open: state.images.filter(
      (image) =>
        ["importing", "uploading"].includes(image.status) &&
        isSelected(image.id) &&
        isOpen(state, image),
    ).length,
  };
}

/** The repair of a finding, after which the import is started when the image is staged again. */
export function withImport(state: RescueState, finding: Finding): Finding {
  const imports = finding.steps.flatMap((step): Step[] => {
    const pod = step.step === "restage" && state.pods.find(({ url }) => url === step.host);
    return pod ? [{ step: "import", pod: pod.name, image: finding.image }] : [];
  });
  return { ...finding, steps: [...finding.steps, ...imports] };
}

/** Whether somebody must do something; of what is not Glance's, the operator only learns. */
export function needsAction({ kind }: Finding): boolean {
  return kind !== "foreign";
}
