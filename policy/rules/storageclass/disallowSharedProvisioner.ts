import { sharedDriverWords } from "../../../model/sharedFileSystems";
import { without } from "../../control/demand";
import { isOfFiles, privateSource, sourceMessage } from "../../control/privateStorage";
import { type KubernetesObject, nameOf } from "../../model/kubernetesObject";
import type { Stack } from "../../model/stack";
import { stagingClaimsOf } from "../../model/stagingClaims";
import { isStagingName } from "../../model/stagingNames";
import { classOf } from "../../model/storageClass";
import { listSetting, type ObjectViolation, type StackRule } from "../../rule";

/** Settings of the rule. */
interface Settings {
  sharedProvisioners: string[];
}

const provisionerMessage =
  "must not be one of a shared file system, because the class is used by the staging claims of a Glance API";

/** The name of a class may say nothing; its provisioner and its volumes do. */
export const disallowSharedProvisioner: StackRule<Settings> = {
  name: "storageclass-disallow-shared-provisioner",
  title: "The class of staging claims has no shared volumes",
  description:
    "The StorageClass of staging claims has neither a provisioner nor volumes of a shared file system.",
  severity: "high",
  level: "mandatory",
  rationale:
    "As for the name of a class; but this one is called fast or default, and its volumes are on a shared file system.",
  url: "https://docs.openstack.org/glance/latest/admin/interoperable-image-import.html#staging-directory-configuration",
  remedy: "a provisioner of block storage, or `kubernetes.io/no-provisioner` and `local` volumes",
  settings: {
    sharedProvisioners: listSetting(
      "Parts of the names of provisioners of shared file systems, in lower case; short ones such as efs as words.",
      sharedDriverWords,
    ),
  },
  scope: "stack",
  validate(stack, { sharedProvisioners }) {
    const byDefault = stack.ofKind("StorageClass").find(isDefault);
    const used = new Set(
      stack.glanceApis
        .flatMap(stagingClaimsOf)
        .map((spec) => spec.at("storageClassName").text ?? (byDefault ? nameOf(byDefault) : "")),
    );
    return [...sharedClasses(stack, used, sharedProvisioners), ...sharedVolumes(stack, used)];
  },
  admissionLimit: "Which classes staging claims use, only the StatefulSets say.",
};

/** Whether claims without a class get this one. */
function isDefault({ manifest }: KubernetesObject): boolean {
  const annotations = manifest.at("metadata", "annotations");
  return ["storageclass.kubernetes.io", "storageclass.beta.kubernetes.io"].some(
    (group) => annotations.at(`${group}/is-default-class`).text === "true",
  );
}

/** Whether a volume is kept for a claim that stages nothing. */
function isOfOthers({ manifest }: KubernetesObject): boolean {
  const claim = manifest.at("spec", "claimRef", "name").text;
  return claim !== undefined && !isStagingName(claim);
}

function sharedClasses(
  stack: Stack,
  used: ReadonlySet<string>,
  sharedProvisioners: readonly string[],
): ObjectViolation[] {
  return stack
    .ofKind("StorageClass")
    .filter((object) => used.has(nameOf(object)))
    .map((object) => ({
      object,
      field: object.manifest.at("provisioner"),
      message: provisionerMessage,
    }))
    .filter(
      ({ object, field }) =>
        !without(sharedProvisioners).isMet(field, { place: field, isPatch: object.isPatch }) ||
        isOfFiles(object.manifest.at("parameters")),
    );
}

function sharedVolumes(stack: Stack, used: ReadonlySet<string>): ObjectViolation[] {
  return stack
    .ofKind("PersistentVolume")
    .map((object) => ({ object, field: object.manifest.at("spec"), message: sourceMessage }))
    .filter(({ object }) => {
      const name = classOf(object) ?? "";
      return used.has(name) && (name !== "" || !isOfOthers(object));
    })
    .filter(
      ({ object, field }) => !privateSource.isMet(field, { place: field, isPatch: object.isPatch }),
    );
}
