import { stagingDirectory, stagingMountPath, workerUrlVariable } from "../../model/image";
import { apiContainerName, apiImagePattern } from "../model/staging";
import { celText } from "../cel";

/**
 * Variables of the admission policies: what `objects/workload.ts` and `objects/staging.ts` read of a
 * manifest, in CEL. Each may use those before it.
 */
export const variables: Readonly<Record<string, string>> = {
  podSpec:
    'object.kind == "Pod" ? dyn(object).spec : object.kind == "PodTemplate" ? dyn(object).template.spec : ' +
    'object.kind == "CronJob" ? dyn(object).spec.jobTemplate.spec.template.spec : dyn(object).spec.template.spec',
  containers:
    "variables.podSpec.?initContainers.orValue([]) + variables.podSpec.?containers.orValue([]) + " +
    "variables.podSpec.?ephemeralContainers.orValue([])",
  volumes: "variables.podSpec.?volumes.orValue([])",
  claimTemplates:
    'object.kind == "StatefulSet" ? dyn(object).spec.?volumeClaimTemplates.orValue([]) : []',
  isJob: 'object.kind in ["Job", "CronJob"]',
  isGlanceApi: `variables.containers.exists(c, ${isApiContainer("c")} || ${mounts("c")}.exists(m, ${isGlanceMount("m")}))`,
  servingContainers: `variables.containers.filter(c, ${tellsWorkerUrl("c")} || (!variables.isJob && c.name == ${celText(apiContainerName)}))`,
};

/** The mounts of a container. */
export function mounts(container: string): string {
  return `${container}.?volumeMounts.orValue([])`;
}

/** The environment of a container. */
export function environment(container: string): string {
  return `${container}.?env.orValue([])`;
}

/** Whether a container is told a worker URL. */
export function tellsWorkerUrl(container: string): string {
  return `${environment(container)}.exists(e, e.name == ${celText(workerUrlVariable)})`;
}

/** Whether a mount is at the staging directory, above it or below it. */
export function touchesStaging(mount: string): string {
  const staging = celText(`${stagingDirectory}/`);
  return `(${leavesItsPath(mount)} || ${staging}.startsWith(${path(mount)}) || ${path(mount)}.startsWith(${staging}))`;
}

/** Whether a mount is at the staging directory or above it. */
export function isAtOrAboveStaging(mount: string): string {
  return `(!${leavesItsPath(mount)} && ${celText(`${stagingDirectory}/`)}.startsWith(${path(mount)}))`;
}

function isGlanceMount(mount: string): string {
  const glance = celText(`${stagingMountPath}/`);
  const staging = celText(`${stagingDirectory}/`);
  return `(${leavesItsPath(mount)} || ${path(mount)} == ${glance} || ${path(mount)}.startsWith(${staging}))`;
}

function isApiContainer(container: string): string {
  return (
    `${container}.name == ${celText(apiContainerName)} || ${tellsWorkerUrl(container)} || ` +
    `${container}.?image.orValue("").matches(${celText(apiImagePattern)})`
  );
}

function leavesItsPath(mount: string): string {
  return `(".." in ${mount}.mountPath.split("/"))`;
}

function path(mount: string): string {
  return celPath(`${mount}.mountPath`);
}

/** A path with one slash between names and one at the end. */
export function celPath(path: string): string {
  return `("/" + ${path}.split("/").filter(s, s != "" && s != ".").map(s, s + "/").join(""))`;
}
