import * as pulumi from "@pulumi/pulumi";

import { type Deployment, makeDeployment } from "../model/deployment";
import { stagingDirectory } from "../model/image";
import { type ApiType, apiTypes, stagingClaimName } from "../model/names";
import { readOption } from "../model/options/read";
import { refuseStagingChange, stagingSets } from "../model/stagingChange";
import type { GlanceArgs } from "./glanceArgs";
import { type ClusterAccess, kubectl } from "./kubectl";

/** What of the arguments of Glance decides what there is, and what an update may lose. */
export type DeploymentArgs = Pick<
  GlanceArgs,
  | "namespace"
  | "layout"
  | "replicas"
  | "external"
  | "internal"
  | "single"
  | "staging"
  | "allowStagedLoss"
>;

/**
 * The deployment that arguments describe.
 *
 * @throws OptionError, one sentence that names argument, value and remedy.
 */
export function readDeployment(args: DeploymentArgs): Deployment {
  const api = (type: ApiType) => readOption(type, { replicas: args[type]?.replicas });
  return makeDeployment({
    namespace: readOption("namespace", args.namespace),
    layout: readOption("layout", args.layout),
    replicas: readOption("replicas", args.replicas),
    external: api("external"),
    internal: api("internal"),
    single: api("single"),
    staging: readOption("staging", args.staging),
  });
}

/** Guards updates of Glance, in preview too, as `refuseUpdate` says. */
export function stagingGuard(name: string, cluster: ClusterAccess): pulumi.ResourceHook {
  return new pulumi.ResourceHook(
    `${name}-staging-guard`,
    ({ oldInputs, newInputs }) =>
      refuseUpdate(cluster, oldInputs as DeploymentArgs, newInputs as DeploymentArgs),
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
  cluster: ClusterAccess,
  argsBefore: DeploymentArgs,
  argsAfter: DeploymentArgs,
): Promise<void> {
  const before = readDeployment(ofThisVersion(argsBefore));
  const after = readDeployment(argsAfter);
  // In another namespace, pods and claims are others.
  const setsAfter = before.namespace === after.namespace ? stagingSets(after) : [];
  const access = { ...cluster, namespace: before.namespace };
  const allowed = argsAfter.allowStagedLoss === true;
  await refuseStagingChange(stagingSets(before), setsAfter, allowed, (pod) =>
    stagedOn(access, pod),
  );
}

/** Arguments as a stack has them that was last deployed when `replicas` was a number for each API. */
function ofThisVersion(args: DeploymentArgs): DeploymentArgs {
  const { replicas } = args as { replicas?: number | Record<ApiType, number> };
  if (typeof replicas !== "object") {
    return args;
  }
  const apis = apiTypes(args.layout ?? "split").map((type) => [type, { replicas: replicas[type] }]);
  return { ...args, replicas: 0, ...(Object.fromEntries(apis) as DeploymentArgs) };
}

/** Nothing is staged where there is no claim, as after a deployment that failed before its StatefulSets. */
async function stagedOn(cluster: ClusterAccess, pod: string): Promise<string[]> {
  const claim = ["get", "pvc", stagingClaimName(pod), "--ignore-not-found"];
  if ((await kubectl(cluster, claim)) === "") {
    return [];
  }
  const look = ["exec", pod, "-c", "glance-api", "--", "ls", "-A", stagingDirectory];
  return (await kubectl(cluster, look)).split("\n").filter(Boolean);
}
