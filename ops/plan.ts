import * as pulumi from "@pulumi/pulumi";

import { planStaging } from "../components/stagingPlan.js";
import { readStaging } from "../config.js";
import { labEnvironment } from "../lab/environment.js";
import { readConfig } from "../render/index.js";
import { clusterOf } from "./cluster.js";
import { planText } from "./planText.js";
import { assertStackFile } from "./stackFile.js";

/**
 * Shows, from the stack file alone, where the pods of a stack stage and what fits there.
 *
 * @throws Error naming the pods without a volume, after the plan has been shown.
 */
export function plan(stack: string, options: { json: boolean }): void {
  assertStackFile(stack);
  if (clusterOf(stack).lab) {
    Object.assign(process.env, labEnvironment());
  }
  const { values, secretKeys } = readConfig(stack);
  pulumi.runtime.setAllConfig(values, secretKeys);
  const settings = readStaging();
  const staging = planStaging(settings);
  console.log(options.json ? JSON.stringify(staging, undefined, 2) : planText(staging, settings));
  if (staging.unplaced.length > 0) {
    const pods = staging.unplaced.map(({ pod }) => pod).join(", ");
    throw new Error(`There is no volume for ${pods}: raise volumesPerNode, or lower the replicas.`);
  }
}
