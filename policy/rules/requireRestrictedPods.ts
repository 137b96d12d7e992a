import { workloadKinds } from "../admission/check";
import { controlValidation } from "../admission/podControl";
import {
  annotationsAdvice,
  celNoUnconfiningAnnotations,
  unconfiningAnnotations,
} from "../objects/appArmorAnnotations";
import { violationsOf } from "../objects/podControl";
import { restrictedControls } from "../objects/restrictedProfile";
import { isGlanceApi } from "../objects/staging";
import { type Workload, workloadOf } from "../objects/workload";
import type { ObjectRule, Problem } from "../rule";

/** Neither Glance nor its jobs need a right that the strictest profile of Pod Security denies them. */
export const requireRestrictedPods: ObjectRule = {
  name: "pod-require-restricted-profile",
  title: "Pods keep the restricted profile",
  description:
    "The pods of Glance, those of its jobs included, keep the profile `restricted` of Pod Security.",
  severity: "high",
  level: "mandatory",
  why: {
    text:
      "Glance opens files that anybody may upload; every right that its pods do not need helps whoever takes over " +
      "one of them by such a file.",
    url: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
  },
  remedy:
    "`runAsNonRoot: true` and a `seccompProfile` for the pod; `allowPrivilegeEscalation: false` and `drop: [ALL]` for each container",
  scope: "object",
  judge(object) {
    const workload = workloadOf(object);
    return workload !== undefined && isGlanceApi(workload) ? problemsOf(workload) : [];
  },
  admission: {
    kinds: workloadKinds,
    validations: () => [
      ...restrictedControls.map(controlValidation),
      {
        expression: `!variables.isGlanceApi || ${celNoUnconfiningAnnotations}`,
        problem: `metadata.annotations of the pods ${annotationsAdvice}`,
      },
    ],
  },
};

function problemsOf(workload: Workload): Problem[] {
  return [
    ...restrictedControls.flatMap((control) =>
      violationsOf(control, workload).map((field) => ({ field, advice: control.advice })),
    ),
    ...unconfiningAnnotations(workload).map((field) => ({ field, advice: annotationsAdvice })),
  ];
}
