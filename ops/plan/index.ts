import { planStaging } from "../../model/stagingPlan";
import { planText } from "./planText";
import { assertStackFile } from "../stackFile";
import { stagingSettings } from "./stagingSettings";

/**
 * Shows, from the stack file alone, where the pods of a stack stage and what fits there.
 *
 * @throws Error naming the pods without a volume, after the plan has been shown.
 */
export function plan(stack: string, options: { json: boolean }): void {
  assertStackFile(stack);
  const settings = stagingSettings(stack);
  const staging = planStaging(settings);
  console.log(options.json ? JSON.stringify(staging, undefined, 2) : planText(staging, settings));
  if (staging.unplaced.length > 0) {
    const pods = staging.unplaced.map(({ pod }) => pod).join(", ");
    throw new Error(`There is no volume for ${pods}: raise volumesPerNode, or lower the replicas.`);
  }
}
