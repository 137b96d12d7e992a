import * as pulumi from "@pulumi/pulumi";

import { type ApiType, apiTypes } from "../model/names";
import { readOption } from "../model/options/read";
import { type DeploymentArgs, readDeployment } from "../model/readDeployment";
import { refuseStagingChange, stagingSets } from "../model/stagingChange";
import { Cluster, type ClusterAccess } from "./cluster";
import { stagedOn } from "./stagedOn";

/** The arguments of Glance that decide what an update may lose. */
export interface GuardedArgs extends DeploymentArgs {
  /** Whether pods may go with what is staged on them. @default false */
  allowStagedLoss?: boolean;
}

/** Guards updates of Glance, in preview too, as `refuseUpdate` says. */
export function stagingGuard(name: string, access: ClusterAccess = {}): pulumi.ResourceHook {
  return new pulumi.ResourceHook(
    `${name}-staging-guard`,
    ({ oldInputs, newInputs }) =>
      refuseUpdate(access, oldInputs as GuardedArgs, newInputs as GuardedArgs),
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
  access: ClusterAccess,
  argsBefore: GuardedArgs,
  argsAfter: GuardedArgs,
): Promise<void> {
  const before = readDeployment(ofThisVersion(argsBefore));
  const after = readDeployment(argsAfter);
  // In another namespace, pods and claims are others.
  const setsAfter = before.namespace === after.namespace ? stagingSets(after) : [];
  const cluster = new Cluster(before.namespace, access);
  const allowed = argsAfter.allowStagedLoss === true;
  await refuseStagingChange(stagingSets(before), setsAfter, allowed, (pod) =>
    stagedOn(cluster, pod),
  );
}

/** Arguments as a stack has them that was last deployed when `replicas` was a number for each API. */
function ofThisVersion(args: DeploymentArgs): DeploymentArgs {
  const { replicas } = args as { replicas?: number | Record<ApiType, number> };
  if (typeof replicas !== "object") {
    return args;
  }
  const apis = apiTypes(readOption("layout", args.layout)).map((type) => [
    type,
    { replicas: replicas[type] },
  ]);
  return { ...args, replicas: 0, ...(Object.fromEntries(apis) as DeploymentArgs) };
}
