import { celList } from "../../cel";
import {
  accessModesMessage,
  celIsPrivateClaim,
  celIsPrivateVolume,
  isPrivateClaim,
  isPrivateVolume,
  localClassesSchema,
  type LocalClasses,
} from "../../model/accessModes";
import type { Field } from "../../model/field";
import { celIsStagingName, isStagingName } from "../../model/stagingNames";
import { celHasPrivateSource, hasPrivateSource, sourceMessage } from "../../model/volumeSource";
import type { ObjectRule } from "../../rule";

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
  rationale: {
    text:
      "On a shared file system the workers compete for one disk and depend on its availability, and each deletes at " +
      "its start what the others have staged for images that it does not know.",
    url: "https://docs.openstack.org/glance/latest/admin/interoperable-image-import.html#staging-directory-configuration",
  },
  remedy: '`accessModes: ["ReadWriteOnce"]`; a `local` volume, or a CSI driver for block storage',
  settings: {
    stagingClasses: {
      type: "array",
      items: { type: "string" },
      default: ["local-storage"],
      description: "StorageClasses that hold nothing but staging volumes.",
    },
    localClasses: localClassesSchema,
  },
  scope: "object",
  validate(object, { stagingClasses, localClasses }) {
    const { kind, manifest, isPatch } = object;
    if (kind !== "PersistentVolumeClaim" && kind !== "PersistentVolume") {
      return [];
    }
    const spec = manifest.at("spec");
    const isClaim = kind === "PersistentVolumeClaim";
    const isPrivate = isClaim
      ? isPrivateClaim(spec, isPatch, localClasses)
      : isPrivateVolume(spec, isPatch);
    const violations = [
      ...(isPrivate ? [] : [{ field: spec.at("accessModes"), message: accessModesMessage }]),
      ...(isClaim || hasPrivateSource(spec, isPatch)
        ? []
        : [{ field: spec, message: sourceMessage }]),
    ];
    return violations.length > 0 && isStaging(manifest, stagingClasses) ? violations : [];
  },
  remediate: ({ manifest }) => [
    { field: manifest.at("spec", "accessModes"), value: ["ReadWriteOnce"] },
  ],
  admission: {
    kinds: ["PersistentVolumeClaim", "PersistentVolume"],
    validations: ({ stagingClasses, localClasses }) => {
      const isClaim = 'object.kind == "PersistentVolumeClaim"';
      const modes =
        `${isClaim} ? ${celIsPrivateClaim("dyn(object).spec", localClasses)} ` +
        `: ${celIsPrivateVolume("dyn(object).spec")}`;
      return [
        {
          expression: `!(${celIsStaging(stagingClasses)}) || (${modes})`,
          message: `spec.accessModes ${accessModesMessage}`,
        },
        {
          expression: `!(${celIsStaging(stagingClasses)}) || ${isClaim} || ${celHasPrivateSource("dyn(object).spec")}`,
          message: `spec ${sourceMessage}`,
        },
      ];
    },
  },
};

/** The older form of a claim's class; Kubernetes prefers it where both are given. */
const classAnnotation = "volume.beta.kubernetes.io/storage-class";

/**
 * Nothing in a claim or volume says where it will be mounted, so its class or its name decides: its
 * own, or that of the claim a volume is reserved for.
 */
function isStaging(manifest: Field, stagingClasses: readonly string[]): boolean {
  const classes = [
    manifest.at("spec", "storageClassName").text,
    manifest.at("metadata", "annotations", classAnnotation).text,
  ];
  return (
    classes.some((name) => name !== undefined && stagingClasses.includes(name)) ||
    isStagingName(manifest.at("metadata", "name").text) ||
    isStagingName(manifest.at("spec", "claimRef", "name").text)
  );
}

function celIsStaging(stagingClasses: readonly string[]): string {
  const classes = celList(stagingClasses);
  const spec = "dyn(object).spec";
  return [
    `(${spec}.?storageClassName.orValue("") in ${classes})`,
    `(object.metadata.?annotations[?"${classAnnotation}"].orValue("") in ${classes})`,
    celIsStagingName('object.metadata.?name.orValue("")'),
    celIsStagingName(`${spec}.?claimRef.?name.orValue("")`),
  ].join(" || ");
}
