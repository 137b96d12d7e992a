import * as pulumi from "@pulumi/pulumi";

import type { StagingSettings } from "../../model/stagingPlan";
import { readStaging } from "../../config";
import { enterLab } from "../../lab/environment";
import { readConfig } from "../../render";
import { clusterOf } from "../cluster";

/** What the stack file says about where pods stage, checked as the program checks it. */
export function stagingSettings(stack: string): StagingSettings {
  if (clusterOf(stack).lab) {
    enterLab();
  }
  const { values, secretKeys } = readConfig(stack);
  pulumi.runtime.setAllConfig(values, secretKeys);
  return readStaging();
}
