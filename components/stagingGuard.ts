import * as pulumi from "@pulumi/pulumi";

import type { GlanceArgs } from "./glance";
import { kubectl, type ClusterAccess } from "./kubectl";
import { stagingClaimName } from "../model/names";
import { stagingDirectory } from "../model/image";
import { refuseStagingChange, stagingSets } from "../model/stagingChange";

/** What the guard needs to know. */
export interface StagingGuardArgs {
  cluster: ClusterAccess;
  /** Whether pods may go with what is staged on them. */
  allowStagedLoss: boolean;
}

/** What of Glance an update may change at the cost of staged images. */
export type StagingUpdate = Pick<GlanceArgs, "namespace" | "layout" | "replicas" | "staging">;

/** Guards updates of Glance, in preview too, as refuseUpdate says. */
export function stagingGuard(args: StagingGuardArgs): pulumi.ResourceHook {
  return new pulumi.ResourceHook(
    "staging-guard",
    ({ oldInputs, newInputs }) =>
      refuseUpdate(args, oldInputs as StagingUpdate, newInputs as StagingUpdate),
    { onDryRun: true },
  );
}

/**
 * Refuses an update that takes away pods on which images are staged, or that replaces a StatefulSet with its pods. Looks
 * into the pods with kubectl, and only when pods go.
 *
 * @throws Error, one sentence that names pod or key, and the remedy.
 */
export async function refuseUpdate(
  { cluster, allowStagedLoss }: StagingGuardArgs,
  before: StagingUpdate,
  after: StagingUpdate,
): Promise<void> {
  // In another namespace, pods and claims are others.
  const setsAfter = before.namespace === after.namespace ? stagingSets(after) : [];
  await refuseStagingChange(stagingSets(before), setsAfter, allowStagedLoss, (pod) =>
    stagedOn(cluster, before.namespace, pod),
  );
}

/** Nothing is staged where there is no claim, as after a deployment that failed before its StatefulSets. */
async function stagedOn(cluster: ClusterAccess, namespace: string, pod: string): Promise<string[]> {
  const claim = ["get", "pvc", stagingClaimName(pod), "-n", namespace, "--ignore-not-found"];
  if ((await kubectl(cluster, claim)) === "") {
    return [];
  }
  const command = ["exec", pod, "-c", "glance-api", "-n", namespace, "--", "ls", "-A"];
  const files = await kubectl(cluster, [...command, stagingDirectory]);
  return files.split("\n").filter(Boolean);
}
