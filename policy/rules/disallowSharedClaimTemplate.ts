import { workloadKinds } from "../admission/check";
import { celOfStagingClaims } from "../admission/stagingClaims";
import {
  accessModesAdvice,
  celIsPrivateClaim,
  isPrivateClaim,
  localClassesSchema,
  type LocalClasses,
} from "../objects/accessModes";
import { stagingClaimsOf } from "../objects/stagingClaims";
import { workloadOf } from "../objects/workload";
import type { ObjectRule } from "../rule";

const volumeNameAdvice = "must be left out, because every pod needs a volume of its own";

/** A staging claim that a workload makes for its pods must not be shared. */
export const disallowSharedClaimTemplate: ObjectRule<LocalClasses> = {
  name: "pod-disallow-shared-staging",
  title: "Claims made for pods are private",
  description:
    "A staging claim made for a pod, by a template or as an ephemeral volume, is private.",
  severity: "critical",
  level: "mandatory",
  why: {
    text: "As for a claim by itself; but these claims are made by Kubernetes, so nobody sees them before they exist.",
    url: "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#volume-claim-templates",
  },
  remedy: '`accessModes: ["ReadWriteOnce"]`, no `volumeName`',
  settings: { localClasses: localClassesSchema },
  scope: "object",
  judge(object, { localClasses }) {
    const workload = workloadOf(object);
    return (workload === undefined ? [] : stagingClaimsOf(workload)).flatMap((spec) => [
      ...(isPrivateClaim(spec, object.isPatch, localClasses)
        ? []
        : [{ field: spec.at("accessModes"), advice: accessModesAdvice }]),
      ...(spec.at("volumeName").isAbsent
        ? []
        : [{ field: spec.at("volumeName"), advice: volumeNameAdvice }]),
    ]);
  },
  remedies(object) {
    const workload = workloadOf(object);
    return (workload === undefined ? [] : stagingClaimsOf(workload)).map((spec) => ({
      field: spec.at("accessModes"),
      value: ["ReadWriteOnce"],
    }));
  },
  admission: {
    kinds: workloadKinds,
    validations: ({ localClasses }) => {
      const isPrivate = (spec: string) => `(${celIsPrivateClaim(spec, localClasses)})`;
      const noVolumeName = (spec: string) => `!has(${spec}.volumeName)`;
      return [
        {
          expression: celOfStagingClaims(isPrivate),
          problem: `accessModes of the staging claim ${accessModesAdvice}`,
        },
        {
          expression: celOfStagingClaims(noVolumeName),
          problem: `volumeName of the staging claim ${volumeNameAdvice}`,
        },
      ];
    },
  },
};
