import { existsSync } from "node:fs";

import { down as labDown } from "../../lab/down";
import { enterLab } from "../../lab/environment";
import { kubeconfig } from "../../lab/paths";
import { applySetOf, isDeployed, removeMembers } from "./applySet";
import type { Stack } from "../stack";
import { removeLabCredentials } from "./labCredentials";
import { withLease } from "./lease";
import { findPulumi, pulumiDestroy } from "./pulumi";

/**
 * Removes a stack; namespace, claims and volumes stay unless `staging.retain` is false. A lab is stopped and
 * removed with all that it holds, unless it is to be kept.
 */
export async function down(stack: Stack, options: { keepLab: boolean }): Promise<void> {
  const withLab = stack.lab && !options.keepLab;
  if (!stack.lab) {
    await removeStack(stack);
  } else if (existsSync(kubeconfig)) {
    enterLab();
    // With the lab goes all that was deployed to it; only Pulumi may remember it elsewhere.
    if (options.keepLab || (await findPulumi()) !== undefined) {
      await removeStack(stack);
    }
  }
  if (withLab) {
    await labDown();
    removeLabCredentials(stack.name);
  }
}

async function removeStack(stack: Stack): Promise<void> {
  const applySet = applySetOf(stack);
  if ((await findPulumi()) === undefined || (await isDeployed(applySet))) {
    await withLease(applySet, (assertHeld) => removeMembers(applySet, assertHeld));
  } else {
    await pulumiDestroy(stack.cluster, stack.name);
  }
}
