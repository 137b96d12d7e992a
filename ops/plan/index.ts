import { imageSizeCap } from "../../model/customServiceConfig";
import { type Pod, podsOf } from "../../model/deployment";
import { checkSettings } from "../../config/settings";
import { planStaging } from "../../model/stagingPlan";
import type { Stack } from "../stack";
import { planText } from "./planText";

/**
 * Shows, from the stack file alone, where the pods of a stack stage and what fits there.
 *
 * @throws Error naming the pods without a volume, or a value with which the stack is refused, after the plan has been shown.
 */
export function plan({ deployment, settings }: Stack, options: { json: boolean }): void {
  const staging = planStaging(deployment, settings.workers);
  const { unplaced } = staging;
  console.log(
    options.json
      ? JSON.stringify(
          { pods: podsOf(deployment).map(row), ...staging, unplaced: unplaced.map(row) },
          undefined,
          2,
        )
      : planText(deployment, staging, {
          cap: imageSizeCap(settings.customServiceConfig),
          stageTotal: settings.quotas?.imageStageTotal,
        }),
  );
  if (unplaced.length > 0) {
    const pods = unplaced.map(({ name }) => name).join(", ");
    throw new Error(`There is no volume for ${pods}: raise volumesPerNode, or lower the replicas.`);
  }
  checkSettings(settings);
}

function row({ name: pod, claim, node, volume }: Pod) {
  return { pod, claim, node, volume };
}
