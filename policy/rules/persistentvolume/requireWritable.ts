import { cel } from "../../cel/expression";
import { control, ofControls } from "../../control/control";
import { type Demand, oneOf } from "../../control/demand";
import { stagingClassesSchema, type StagingClasses, stagingSpec } from "../../control/stagingSpec";
import type { ObjectRule } from "../../rule";

/** Options of a mount, several of which may stand in one text, that leave it writable. */
const writable: Demand = {
  isMet: ({ text = "" }) => !text.split(",").some((option) => option.trim() === "ro"),
  inCel: (options) => cel`!${options}.split(",").exists(o, o.trim() == "ro")`,
};

/** Glance writes to the volumes of its staging claims. */
export const requireWritable: ObjectRule<StagingClasses> = {
  name: "persistentvolume-require-writable",
  title: "Staging volumes can be written",
  description: "A PersistentVolume for staging is a file system that is mounted for writing.",
  severity: "high",
  level: "mandatory",
  rationale:
    "On a volume that is mounted read-only no image can be staged, and a claim gets no volume of another mode than its own.",
  url: "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#mount-options",
  remedy: "no `ro` among `mountOptions`, no `volumeMode`",
  settings: { stagingClasses: stagingClassesSchema },
  ...ofControls<StagingClasses>(["PersistentVolume"], ({ stagingClasses }) => [
    control(
      stagingSpec("PersistentVolume", stagingClasses),
      writable,
      "must not be ro, because Glance writes there what it stages",
      "mountOptions[]",
    ),
    control(
      stagingSpec("PersistentVolume", stagingClasses),
      oneOf(false),
      "must be false, because Glance writes there what it stages",
      "csi.readOnly",
    ),
    control(
      stagingSpec("PersistentVolume", stagingClasses),
      oneOf("Filesystem"),
      'must be "Filesystem", because a block device cannot be mounted at the staging directory',
      "volumeMode",
    ),
  ]),
};
