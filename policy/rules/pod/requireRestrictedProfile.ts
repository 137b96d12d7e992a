import { workloadKinds } from "../../admission/check";
import { controlValidation } from "../../admission/podControl";
import {
  annotationsMessage,
  celNoUnconfiningAnnotations,
  unconfiningAnnotations,
} from "../../model/appArmorAnnotations";
import { brokenFields } from "../../model/podControl";
import { restrictedControls } from "../../model/restrictedProfile";
import { isGlanceApi } from "../../model/staging";
import { type Workload, workloadOf } from "../../model/workload";
import type { ObjectRule, Violation } from "../../rule";

/** Neither Glance nor its jobs need a right that the strictest profile of Pod Security denies them. */
export const requireRestrictedProfile: ObjectRule = {
  name: "pod-require-restricted-profile",
  title: "Pods keep the restricted profile",
  description:
    "The pods of Glance, those of its jobs included, keep the profile `restricted` of Pod Security.",
  severity: "high",
  level: "mandatory",
  rationale: {
    text:
      "Glance opens files that anybody may upload; every right that its pods do not need helps whoever takes over " +
      "one of them by such a file.",
    url: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
  },
  remedy:
    "`runAsNonRoot: true` and a `seccompProfile` for the pod; `allowPrivilegeEscalation: false` and `drop: [ALL]` for each container",
  scope: "object",
  validate(object) {
    const workload = workloadOf(object);
    return workload !== undefined && isGlanceApi(workload) ? violationsOf(workload) : [];
  },
  admission: {
    kinds: workloadKinds,
    validations: () => [
      ...restrictedControls.map(controlValidation),
      {
        expression: `!variables.isGlanceApi || ${celNoUnconfiningAnnotations}`,
        message: `metadata.annotations of the pods ${annotationsMessage}`,
      },
    ],
  },
};

function violationsOf(workload: Workload): Violation[] {
  return [
    ...restrictedControls.flatMap((control) =>
      brokenFields(control, workload).map((field) => ({ field, message: control.message })),
    ),
    ...unconfiningAnnotations(workload).map((field) => ({ field, message: annotationsMessage })),
  ];
}
