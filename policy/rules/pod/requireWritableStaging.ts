import { workloadKinds } from "../../cel/admissionCheck";
import { control, ofControls } from "../../control/control";
import { oneOf } from "../../control/demand";
import { podStagingClaims, servingStagingMounts } from "../../control/place";
import type { ObjectRule } from "../../rule";

/** Glance writes what it stages. */
export const requireWritableStaging: ObjectRule = {
  name: "pod-require-writable-staging",
  title: "Glance can write to its staging claim",
  description: "The staging claim of a Glance API pod is a file system that Glance can write to.",
  severity: "high",
  level: "mandatory",
  rationale:
    "On a read-only mount no image can be staged, which the first upload shows and no probe; and a pod with a claim " +
    "that is a block device never starts.",
  url: "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#volume-mode",
  remedy: "no `readOnly`, no `volumeMode`",
  ...ofControls(workloadKinds, () => [
    control(
      servingStagingMounts,
      oneOf(false),
      "must be false, because Glance writes there what it stages",
      "readOnly",
    ),
    control(
      podStagingClaims,
      oneOf("Filesystem"),
      'must be "Filesystem", because a block device cannot be mounted at the staging directory',
      "volumeMode",
    ),
  ]),
};
