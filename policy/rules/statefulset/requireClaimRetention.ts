import { ofControls, required } from "../../control/control";
import { oneOf } from "../../control/demand";
import { glanceStatefulSet } from "../../control/place";
import type { ObjectRule } from "../../rule";

const policy = "spec.persistentVolumeClaimRetentionPolicy";

/**
 * What becomes of the claims is a decision that the manifest must show.
 */
export const requireClaimRetention: ObjectRule = {
  name: "statefulset-require-claim-retention",
  title: "Claims outlive their pods",
  description:
    "A Glance API writes out what becomes of its claims, and keeps them when it is scaled down.",
  severity: "high",
  level: "mandatory",
  rationale:
    "With `whenScaled: Delete`, scaling down deletes the claims of the pods that go, and the images staged there are " +
    "lost; their imports fail for good.",
  url: "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention",
  remedy:
    '`persistentVolumeClaimRetentionPolicy` with `whenScaled: "Retain"` and `whenDeleted: "Retain"`',
  ...ofControls(["StatefulSet"], () => [
    required(
      glanceStatefulSet,
      oneOf("Retain"),
      'must be "Retain", because a claim that goes with its pod takes staged images away',
      `${policy}.whenScaled`,
    ),
    required(
      glanceStatefulSet,
      oneOf("Retain", "Delete"),
      'must be "Retain" or "Delete", because whether claims outlive their StatefulSet must not be left to a default',
      `${policy}.whenDeleted`,
    ),
  ]),
  // Another word must be corrected by whoever knows what it was to mean.
  remediate: (field) =>
    field.isAbsent || field.keys.at(-1) === "whenScaled" ? "Retain" : undefined,
  admissionLimit:
    "A policy that is left out: the API server has filled in its default, `Retain`, before it validates.",
};
