import { control, ofControls, required } from "../../control/control";
import {
  accessModesMessage,
  localClassesSchema,
  type LocalClasses,
  privateClaim,
  privateSource,
  privateVolume,
  sourceMessage,
} from "../../control/privateStorage";
import { withoutKey } from "../../control/demand";
import {
  annotationMessage,
  stagingClassesSchema,
  type StagingClasses,
  stagingSpec,
  stagingVolumeMetadata,
} from "../../control/stagingSpec";
import { classAnnotation } from "../../model/storageClass";
import type { ObjectRule } from "../../rule";

/** Settings of the rule. */
type Settings = LocalClasses & StagingClasses;

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
    stagingClasses: stagingClassesSchema,
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
        control(
          stagingVolumeMetadata(stagingClasses),
          withoutKey(classAnnotation),
          annotationMessage,
          "annotations",
        ),
      ];
    },
  ),
  remediate: (field) => (field.keys.at(-1) === "accessModes" ? ["ReadWriteOnce"] : undefined),
};
