import { sharedClassWords } from "../../../model/sharedFileSystems";
import { celList } from "../../cel";
import { workloadKinds } from "../../admission/check";
import { forEachStagingClaim } from "../../admission/stagingClaims";
import type { Field } from "../../model/field";
import { type KubernetesObject, nameOf } from "../../model/kubernetesObject";
import { stagingClaimsOf } from "../../model/stagingClaims";
import { celIsStagingName, isStagingName } from "../../model/stagingNames";
import { workloadOf } from "../../model/workload";
import type { ObjectRule } from "../../rule";

/** Settings of the rule. */
interface Settings {
  sharedClasses: string[];
}

const message =
  "must name a class with a volume of its own for every claim, such as local-storage, because this one " +
  "is of a shared file system";

/** A shared file system stays shared behind ReadWriteOnce claims: all pods write to the same disks. */
export const disallowSharedClass: ObjectRule<Settings> = {
  name: "persistentvolumeclaim-disallow-shared-class",
  title: "Staging claims name no shared class",
  description: "The StorageClass of a staging claim is not one of a shared file system.",
  severity: "high",
  level: "mandatory",
  rationale: {
    text:
      "Distributed import exists so that staging can be on a local disk; on a shared file system all workers stage and " +
      "convert on the same disks, and stop together with it.",
    url: "https://docs.openstack.org/glance/latest/admin/interoperable-image-import.html#staging-directory-configuration",
  },
  remedy: "a class of local volumes, or of a CSI driver for block storage",
  settings: {
    sharedClasses: {
      type: "array",
      items: { type: "string" },
      default: [...sharedClassWords],
      description: "Parts of the names of shared classes, in lower case.",
    },
  },
  scope: "object",
  validate(object, { sharedClasses }) {
    return claimSpecs(object)
      .map((spec) => spec.at("storageClassName"))
      .filter(({ text = "" }) => sharedClasses.some((word) => text.toLowerCase().includes(word)))
      .map((field) => ({ field, message }));
  },
  admission: {
    kinds: [...workloadKinds, "PersistentVolumeClaim"],
    validations: ({ sharedClasses }) => {
      const className = (spec: string) => `${spec}.?storageClassName.orValue("").lowerAscii()`;
      const holds = (spec: string) =>
        `!${celList(sharedClasses)}.exists(w, ${className(spec)}.contains(w))`;
      const isClaim = 'object.kind == "PersistentVolumeClaim"';
      const isStaging = celIsStagingName('object.metadata.?name.orValue("")');
      return [
        {
          expression: `${isClaim} ? !${isStaging} || ${holds("dyn(object).spec")} : ${forEachStagingClaim(holds)}`,
          message: `storageClassName of the staging claim ${message}`,
        },
      ];
    },
  },
};

/** Specifications of staging claims: a claim by itself, or what a workload makes for its pods. */
function claimSpecs(object: KubernetesObject): Field[] {
  if (object.kind === "PersistentVolumeClaim") {
    return isStagingName(nameOf(object)) ? [object.manifest.at("spec")] : [];
  }
  const workload = workloadOf(object);
  return workload === undefined ? [] : stagingClaimsOf(workload);
}
