import { stagingDirectory, stagingMountPath } from "../../../model/image";
import { stagingClaimTemplate } from "../../../model/names";
import { workloadKinds } from "../../cel/admissionCheck";
import { cel, exists } from "../../cel/expression";
import { claimTemplates, everyStagingMount, isAtOrAboveStaging } from "../../cel/workload";
import { control, ofControls, required } from "../../control/control";
import { absent, type Demand } from "../../control/demand";
import { glanceContainers, type Place, servingContainers } from "../../control/place";
import { hasStagingMount, stagingMountsOf } from "../../model/staging";
import { type Mount, type Workload, workloadOf } from "../../model/workload";
import type { ObjectRule } from "../../rule";

/** Options of Glance, as oslo.config reads them from the environment, that say where it stages. */
const directoryVariables = [
  "OS_OS_GLANCE_STAGING_STORE__FILESYSTEM_STORE_DATADIR",
  "OS_OS_GLANCE_STAGING_STORE__FILESYSTEM_STORE_DATADIRS",
  "OS_DEFAULT__NODE_STAGING_URI",
];

const mountTemplate = `mount the claim template '${stagingClaimTemplate}' of a StatefulSet at ${stagingMountPath}`;

const mountsOfOtherVolumes: Place = {
  title: "volumeMounts",
  find(object) {
    const workload = workloadOf(object);
    return workload === undefined
      ? []
      : stagingMountsOf(workload)
          .filter((mount) => !isClaimTemplate(workload, mount))
          .map(({ field }) => field);
  },
  every: (holds) =>
    everyStagingMount(
      (mount) =>
        cel`${claimTemplates}.exists(t, t.metadata.name == ${mount}.name) || ${holds(mount)}`,
    ),
};

/** Without a mount, images are staged in the container's own layer and lost with it. */
const withStaging: Demand = {
  isMet: (_, { place, isPatch }) => isPatch || hasStagingMount(place),
  inCel: (mounts) => exists(mounts, "m", isAtOrAboveStaging),
};

/** A shell can set the variables anew, or write a file of the configuration. */
const section = "[os_glance_staging_store]";
const withoutDirectory: Demand = {
  isMet: ({ text = "" }) =>
    !directoryVariables.some((name) => text.includes(name)) &&
    (!text.includes(section) || text.includes(stagingDirectory)),
  inCel: (word) => cel`!${directoryVariables}.exists(n, ${word}.contains(n)) && \
(!${word}.contains(${section}) || ${word}.contains(${stagingDirectory}))`,
};

const directoryLeftAlone: Demand = {
  isMet: (entry) => !directoryVariables.includes(entry.at("name").text ?? ""),
  inCel: (entry) => cel`!(${entry}.name in ${directoryVariables})`,
};

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
  rationale:
    "Any other volume is shared between pods, or lost with the pod; the image of a worker that comes back without its " +
    "staged file stays `importing` for ever.",
  url: "https://kubernetes.io/docs/concepts/storage/volumes/#emptydir",
  remedy: "the claim template `glance`, mounted at `/var/lib/glance`",
  ...ofControls(workloadKinds, () => [
    control(
      mountsOfOtherVolumes,
      absent,
      `must not place another volume at, above or below ${stagingDirectory}; ${mountTemplate} instead`,
      "",
    ),
    required(servingContainers, withStaging, `lacks the staging; ${mountTemplate}`, "volumeMounts"),
    control(
      glanceContainers,
      directoryLeftAlone,
      `must not move the staging directory; leave it at ${stagingDirectory}, where the claim is mounted`,
      "env[]",
    ),
    control(
      glanceContainers,
      withoutDirectory,
      `must not move the staging directory; leave it at ${stagingDirectory}, where the claim is mounted`,
      "command[]",
      "args[]",
    ),
  ]),
};

/** Of a volume and a claim template with the same name, Kubernetes takes the template. */
function isClaimTemplate({ claimTemplates, volumes, isPatch }: Workload, mount: Mount): boolean {
  const { volumeName } = mount;
  if (claimTemplates.some((template) => template.at("metadata", "name").text === volumeName)) {
    return true;
  }
  return isPatch && !volumes.some((volume) => volume.at("name").text === volumeName);
}
