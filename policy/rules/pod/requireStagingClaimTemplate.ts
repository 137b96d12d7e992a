import { stagingClaimTemplate } from "../../../model/names";
import { stagingDirectory, stagingMountPath } from "../../../model/image";
import { celList } from "../../cel";
import { workloadKinds } from "../../admission/check";
import { environment, isAtOrAboveStaging, mounts, touchesStaging } from "../../admission/variables";
import {
  environmentOf,
  hasStagingMount,
  isGlanceApi,
  servingContainersOf,
  stagingMountsOf,
} from "../../model/staging";
import { type Mount, type Workload, workloadOf } from "../../model/workload";
import type { ObjectRule, Violation } from "../../rule";

/** Options of Glance, as oslo.config reads them from the environment, that say where it stages. */
const directoryVariables = [
  "OS_OS_GLANCE_STAGING_STORE__FILESYSTEM_STORE_DATADIR",
  "OS_OS_GLANCE_STAGING_STORE__FILESYSTEM_STORE_DATADIRS",
  "OS_DEFAULT__NODE_STAGING_URI",
];

const mountTemplate = `mount the claim template '${stagingClaimTemplate}' of a StatefulSet at ${stagingMountPath}`;
const otherVolumeMessage = `must not place another volume at, above or below ${stagingDirectory}; ${mountTemplate} instead`;
const missingMountMessage = `lacks the staging; ${mountTemplate}`;
const otherDirectoryMessage =
  `must not move the staging directory; leave it at ${stagingDirectory}, ` +
  "where the claim is mounted";

/**
 * Only a claim template gives every pod a volume that is its own and survives the pod. Other volumes
 * are shared (NFS, CephFS, a claim by name), or lost with the pod (emptyDir, ephemeral), and staged
 * images with them.
 */
export const requireStagingClaimTemplate: ObjectRule = {
  name: "pod-require-staging-claim-template",
  title: "Staging lies on a claim template",
  description: "The staging directory of a Glance API pod lies on a claim of its StatefulSet.",
  severity: "critical",
  level: "mandatory",
  rationale: {
    text:
      "Any other volume is shared between pods, or lost with the pod; the image of a worker that comes back without its " +
      "staged file stays `importing` for ever.",
    url: "https://kubernetes.io/docs/concepts/storage/volumes/#emptydir",
  },
  remedy: "the claim template `glance`, mounted at `/var/lib/glance`",
  scope: "object",
  validate(object) {
    const workload = workloadOf(object);
    return workload === undefined
      ? []
      : [...otherVolumes(workload), ...missingMounts(workload), ...otherDirectories(workload)];
  },
  admission: {
    kinds: workloadKinds,
    validations: () => [
      {
        expression:
          `!variables.isGlanceApi || variables.containers.all(c, ${mounts("c")}.all(m, ` +
          `!${touchesStaging("m")} || variables.claimTemplates.exists(t, t.metadata.name == m.name)))`,
        message: `volumeMounts ${otherVolumeMessage}`,
      },
      {
        expression: `variables.servingContainers.all(c, ${mounts("c")}.exists(m, ${isAtOrAboveStaging("m")}))`,
        message: `volumeMounts ${missingMountMessage}`,
      },
      {
        expression:
          `!variables.isGlanceApi || variables.containers.all(c, ` +
          `!${environment("c")}.exists(e, e.name in ${celList(directoryVariables)}))`,
        message: `env ${otherDirectoryMessage}`,
      },
    ],
  },
};

function otherVolumes(workload: Workload): Violation[] {
  return stagingMountsOf(workload)
    .filter((mount) => !isClaimTemplate(workload, mount))
    .map(({ field }) => ({ field, message: otherVolumeMessage }));
}

/** Without a mount, images are staged in the container's own layer and lost with it. */
function missingMounts(workload: Workload): Violation[] {
  return workload.isPatch
    ? []
    : servingContainersOf(workload)
        .filter((container) => !hasStagingMount(container))
        .map((container) => ({
          field: container.at("volumeMounts"),
          message: missingMountMessage,
        }));
}

function otherDirectories(workload: Workload): Violation[] {
  return isGlanceApi(workload)
    ? workload.containers
        .flatMap((container) => environmentOf(container, ...directoryVariables))
        .map((field) => ({ field, message: otherDirectoryMessage }))
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
