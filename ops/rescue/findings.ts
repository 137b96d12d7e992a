import type { Finding, Step } from "./finding.js";
import { kinds } from "./finding.js";
import { importFindings } from "./imports.js";
import { fileFindings, storedFindings } from "./residue.js";
import type { RescueState } from "./state.js";
import { uploadFindings } from "./uploads.js";

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

/** The repair of a finding, after which the import is started when the image is staged again. */
export function withImport(state: RescueState, finding: Finding): Finding {
  const imports = finding.steps.flatMap((step): Step[] => {
    const pod = step.step === "restage" && state.pods.find(({ url }) => url === step.host);
    return pod ? [{ step: "import", pod: pod.name, image: finding.image }] : [];
  });
  return { ...finding, steps: [...finding.steps, ...imports] };
}

/** Whether somebody must do something; of what is not Glance's, the operator only learns. */
export function matters({ kind }: Finding): boolean {
  return kind !== "foreign";
}
