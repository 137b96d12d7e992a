import { workloadKinds } from "../../cel/admissionCheck";
import { ofControls } from "../../control/control";
import { restrictedControls } from "../../control/restrictedProfile";
import type { ObjectRule } from "../../rule";

/** Neither Glance nor its jobs need a right that the strictest profile of Pod Security denies them. */
export const requireRestrictedProfile: ObjectRule = {
  name: "pod-require-restricted-profile",
  title: "Pods keep the restricted profile",
  description:
    "The pods of Glance, those of its jobs included, keep the profile `restricted` of Pod Security.",
  severity: "high",
  level: "mandatory",
  rationale:
    "Glance opens files that anybody may upload; every right that its pods do not need helps whoever takes over " +
    "one of them by such a file.",
  url: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
  remedy:
    "`runAsNonRoot: true` and a `seccompProfile` for the pod; `allowPrivilegeEscalation: false` and `drop: [ALL]` for each container",
  ...ofControls(workloadKinds, () => restrictedControls),
};
