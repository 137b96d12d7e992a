import type { ResourceValidationPolicy } from "@pulumi/policy";

import { stagingClaimTemplate, stagingDirectory, stagingMountPath } from "../components/names";
import {
  environmentOf,
  hasStagingMount,
  isGlanceApi,
  servingContainersOf,
  stagingMountsOf,
} from "./staging";
import { workloadsOf, type Mount, type Workload } from "./workload";

/** Options of Glance, as oslo.config reads them from the environment, that say where it stages. */
const directoryVariables = [
  "OS_OS_GLANCE_STAGING_STORE__FILESYSTEM_STORE_DATADIR",
  "OS_OS_GLANCE_STAGING_STORE__FILESYSTEM_STORE_DATADIRS",
  "OS_DEFAULT__NODE_STAGING_URI",
];

const advice = `mount the claim template '${stagingClaimTemplate}' of a StatefulSet at ${stagingMountPath}`;

/**
 * Only a claim template gives every pod a volume that is its own and survives the pod. Other volumes
 * are shared (NFS, CephFS, a claim by name), or lost with the pod (emptyDir, ephemeral), and staged
 * images with them.
 */
export const requireStagingClaimTemplate: ResourceValidationPolicy = {
  name: "pod-require-staging-claim-template",
  description: "The staging directory of a Glance API pod lies on a claim of its StatefulSet.",
  enforcementLevel: "mandatory",
  validateResource: (args, reportViolation) => {
    for (const workload of workloadsOf(args)) {
      for (const problem of [
        ...otherVolumes(workload),
        ...missingMounts(workload),
        ...otherDirectories(workload),
      ]) {
        reportViolation(`${workload.title}: ${problem}.`);
      }
    }
  },
};

function otherVolumes(workload: Workload): string[] {
  return stagingMountsOf(workload)
    .filter((mount) => !isClaimTemplate(workload, mount))
    .map(
      ({ field }) =>
        `${field.path} must not place another volume at, above or below ${stagingDirectory}; ` +
        `${advice} instead`,
    );
}

/** Without a mount, images are staged in the container's own layer and lost with it. */
function missingMounts(workload: Workload): string[] {
  return workload.isPatch
    ? []
    : servingContainersOf(workload)
        .filter((container) => !hasStagingMount(container))
        .map((container) => `${container.at("volumeMounts").path} lacks the staging; ${advice}`);
}

function otherDirectories(workload: Workload): string[] {
  return isGlanceApi(workload)
    ? workload.containers
        .flatMap((container) => environmentOf(container, ...directoryVariables))
        .map(
          ({ path }) =>
            `${path} must not move the staging directory; leave it at ${stagingDirectory}, ` +
            "where the claim is mounted",
        )
    : [];
}

/** Of a volume and a claim template with the same name, Kubernetes takes the template. */
function isClaimTemplate({ claimTemplates, volumes, isPatch }: Workload, mount: Mount): boolean {
  const { volumeName } = mount;
  if (claimTemplates.some((template) => template.at("metadata", "name").text === volumeName)) {
    return true;
  }
  return isPatch && !volumes.some((volume) => volume.at("name").text === volumeName);
}
