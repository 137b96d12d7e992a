import * as pulumi from "@pulumi/pulumi";

import type { StagingSettings } from "../../components/stagingPlan.js";
import { readStaging } from "../../config.js";
import { enterLab } from "../../lab/environment.js";
import { readConfig } from "../../render/index.js";
import { clusterOf } from "../cluster.js";

/** What the stack file says about where pods stage, checked as the program checks it. */
export function stagingSettings(stack: string): StagingSettings {
  if (clusterOf(stack).lab) {
    enterLab();
  }
  const { values, secretKeys } = readConfig(stack);
  pulumi.runtime.setAllConfig(values, secretKeys);
  return readStaging();
}
