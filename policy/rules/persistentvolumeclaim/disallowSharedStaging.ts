import { anyOf, cel, variable } from "../../cel/expression";
import { isStagingName as celIsStagingName } from "../../cel/stagingClaims";
import { object } from "../../cel/workload";
import { control, ofControls, required } from "../../control/control";
import type { Place } from "../../control/place";
import {
  accessModesMessage,
  localClassesSchema,
  type LocalClasses,
  privateClaim,
  privateSource,
  privateVolume,
  sourceMessage,
} from "../../control/privateStorage";
import { isStagingName } from "../../model/stagingNames";
import { listSetting, type ObjectRule } from "../../rule";

/** Settings of the rule. */
interface Settings extends LocalClasses {
  /** StorageClasses that hold nothing but staging volumes. */
  stagingClasses: string[];
}

/** A staging claim or volume that is declared by itself must not be shared. */
export const disallowSharedStaging: ObjectRule<Settings> = {
  name: "persistentvolumeclaim-disallow-shared-staging",
  title: "Staging claims and volumes are private",
  description: "A staging PersistentVolumeClaim or PersistentVolume is private to one pod.",
  severity: "critical",
  level: "mandatory",
  rationale:
    "On a shared file system the workers compete for one disk and depend on its availability, and each deletes at " +
    "its start what the others have staged for images that it does not know.",
  url: "https://docs.openstack.org/glance/latest/admin/interoperable-image-import.html#staging-directory-configuration",
  remedy: '`accessModes: ["ReadWriteOnce"]`; a `local` volume, or a CSI driver for block storage',
  settings: {
    stagingClasses: listSetting("StorageClasses that hold nothing but staging volumes.", [
      "local-storage",
    ]),
    localClasses: localClassesSchema,
  },
  ...ofControls<Settings>(
    ["PersistentVolumeClaim", "PersistentVolume"],
    ({ stagingClasses, localClasses }) => {
      const claims = stagingSpec("PersistentVolumeClaim", stagingClasses);
      const volumes = stagingSpec("PersistentVolume", stagingClasses);
      return [
        required(claims, privateClaim(localClasses), accessModesMessage, "accessModes"),
        required(volumes, privateVolume, accessModesMessage, "accessModes"),
        control(volumes, privateSource, sourceMessage, ""),
      ];
    },
  ),
  remediate: (field) => (field.keys.at(-1) === "accessModes" ? ["ReadWriteOnce"] : undefined),
};

/** The older form of a claim's class; Kubernetes prefers it where both are given. */
const classAnnotation = "volume.beta.kubernetes.io/storage-class";

/**
 * The specification of a claim or volume for staging. Nothing in it says where it will be mounted, so its class or its
 * name decides: its own, or that of the claim a volume is reserved for.
 */
function stagingSpec(kind: string, stagingClasses: readonly string[]): Place {
  return {
    title: "",
    path: "spec",
    find: ({ kind: other, manifest }) => (other === kind ? [manifest.at("spec")] : []),
    isMeant({ manifest }) {
      const classes = [
        manifest.at("spec", "storageClassName").text,
        manifest.at("metadata", "annotations", classAnnotation).text,
      ];
      return (
        classes.some((name) => name !== undefined && stagingClasses.includes(name)) ||
        isStagingName(manifest.at("metadata", "name").text) ||
        isStagingName(manifest.at("spec", "claimRef", "name").text)
      );
    },
    every(holds) {
      const spec = cel`${object}.spec`;
      const isStaging = variable(
        "isStaging",
        anyOf([
          cel`${spec}.?storageClassName.orValue("") in ${stagingClasses}`,
          cel`object.metadata.?annotations[?${classAnnotation}].orValue("") in ${stagingClasses}`,
          celIsStagingName(cel`object.metadata.?name.orValue("")`),
          celIsStagingName(cel`${spec}.?claimRef.?name.orValue("")`),
        ]),
      );
      return cel`object.kind != ${kind} || !${isStaging} || (${holds(spec)})`;
    },
  };
}
