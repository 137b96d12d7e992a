import { sharedClassWords } from "../../../model/sharedFileSystems";
import { workloadKinds } from "../../cel/admissionCheck";
import { cel } from "../../cel/expression";
import { isStagingName as celIsStagingName } from "../../cel/stagingClaims";
import { object } from "../../cel/workload";
import { control, ofControls } from "../../control/control";
import { without, withoutKey } from "../../control/demand";
import {
  glanceClaimTemplates,
  ofWorkloads,
  type Place,
  podStagingClaims,
} from "../../control/place";
import { annotationMessage } from "../../control/stagingSpec";
import { nameOf } from "../../model/kubernetesObject";
import { isStagingName } from "../../model/stagingNames";
import { classAnnotation } from "../../model/storageClass";
import { listSetting, type ObjectRule } from "../../rule";

/** Settings of the rule. */
interface Settings {
  sharedClasses: string[];
}

const message =
  "must name a class with a volume of its own for every claim, such as local-storage, because this one " +
  "is of a shared file system";

/** The metadata of a staging claim by itself. */
const claimsThemselves: Place = {
  title: "",
  path: "metadata",
  find: ({ kind, manifest }) => (kind === "PersistentVolumeClaim" ? [manifest.at("metadata")] : []),
  isMeant: (object) => isStagingName(nameOf(object)),
  every: (holds) =>
    cel`object.kind != "PersistentVolumeClaim" \
|| !${celIsStagingName(cel`object.metadata.?name.orValue("")`)} || (${holds(cel`${object}.metadata`)})`,
};

/** Staging claims: one by itself, or what a workload makes for its pods. */
const stagingClaims: Place = {
  title: "the staging claim",
  find(object) {
    if (object.kind !== "PersistentVolumeClaim") {
      return podStagingClaims.find(object);
    }
    return isStagingName(nameOf(object)) ? [object.manifest.at("spec")] : [];
  },
  every: (holds) => cel`object.kind == "PersistentVolumeClaim" \
? !${celIsStagingName(cel`object.metadata.?name.orValue("")`)} || (${holds(cel`${object}.spec`)}) \
: ${podStagingClaims.every(holds)}`,
};

/** A shared file system stays shared behind ReadWriteOnce claims: all pods write to the same disks. */
export const disallowSharedClass: ObjectRule<Settings> = {
  name: "persistentvolumeclaim-disallow-shared-class",
  title: "Staging claims name no shared class",
  description: "The StorageClass of a staging claim is not one of a shared file system.",
  severity: "high",
  level: "mandatory",
  rationale:
    "Distributed import exists so that staging can be on a local disk; on a shared file system all workers stage and " +
    "convert on the same disks, and stop together with it.",
  url: "https://docs.openstack.org/glance/latest/admin/interoperable-image-import.html#staging-directory-configuration",
  remedy: "a class of local volumes, or of a CSI driver for block storage",
  settings: {
    sharedClasses: listSetting(
      "Parts of the names of shared classes, in lower case; short ones such as efs as words.",
      sharedClassWords,
    ),
  },
  ...ofControls<Settings>([...workloadKinds, "PersistentVolumeClaim"], ({ sharedClasses }) => [
    control(stagingClaims, without(sharedClasses), message, "storageClassName"),
    control(
      ofWorkloads(glanceClaimTemplates),
      withoutKey(classAnnotation),
      annotationMessage,
      "metadata.annotations",
    ),
    control(claimsThemselves, withoutKey(classAnnotation), annotationMessage, "annotations"),
  ]),
};
