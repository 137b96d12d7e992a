import { isLocal } from "../../model/localVolume";
import type { Stack } from "../../model/stack";
import { stagingClaimsOf } from "../../model/stagingClaims";
import { classOf } from "../../model/storageClass";
import type { Workload } from "../../model/workload";
import type { ObjectViolation, StackRule } from "../../rule";

const message =
  "must be the group of Glance, because a new local volume belongs to root and Glance, which is not root, could not write to it";

/** A new file system belongs to root. */
export const requireFsGroup: StackRule = {
  name: "statefulset-require-fs-group",
  title: "Local staging volumes belong to the group of Glance",
  description: "The pods of a Glance API with local volumes have a group that owns them.",
  severity: "medium",
  level: "mandatory",
  rationale:
    "The root of a new disk belongs to root; Glance runs as somebody else and stages nothing there until the kubelet gives " +
    "the volume to its group. Without local volumes among the objects the group may come from elsewhere, as on OpenShift.",
  url: "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#set-the-security-context-for-a-pod",
  remedy: "`securityContext.fsGroup` of the pod, the group of Glance in the image",
  scope: "stack",
  validate: (stack) => stack.glanceApis.flatMap((set) => groupViolations(set, stack)),
  admissionLimit: "Which volumes the staging claims get, only the volumes say.",
};

function groupViolations(set: Workload, stack: Stack): ObjectViolation[] {
  const classes = stagingClaimsOf(set).map((spec) => spec.at("storageClassName").text);
  const hasLocalVolumes = stack
    .ofKind("PersistentVolume")
    .filter(isLocal)
    .some((volume) => classes.includes(classOf(volume)));
  const field = set.podSpec.at("securityContext", "fsGroup");
  return hasLocalVolumes && (field.number ?? 0) < 1 ? [{ object: set, field, message }] : [];
}
