import { workloadKinds } from "../../admission/check";
import { forEachStagingClaim } from "../../admission/stagingClaims";
import {
  accessModesMessage,
  celIsPrivateClaim,
  isPrivateClaim,
  localClassesSchema,
  type LocalClasses,
} from "../../model/accessModes";
import { stagingClaimsOf } from "../../model/stagingClaims";
import { workloadOf } from "../../model/workload";
import type { ObjectRule } from "../../rule";

const volumeNameMessage = "must be left out, because every pod needs a volume of its own";

/** A staging claim that a workload makes for its pods must not be shared. */
export const disallowSharedStaging: ObjectRule<LocalClasses> = {
  name: "pod-disallow-shared-staging",
  title: "Claims made for pods are private",
  description:
    "A staging claim made for a pod, by a template or as an ephemeral volume, is private.",
  severity: "critical",
  level: "mandatory",
  rationale: {
    text: "As for a claim by itself; but these claims are made by Kubernetes, so nobody sees them before they exist.",
    url: "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#volume-claim-templates",
  },
  remedy: '`accessModes: ["ReadWriteOnce"]`, no `volumeName`',
  settings: { localClasses: localClassesSchema },
  scope: "object",
  validate(object, { localClasses }) {
    const workload = workloadOf(object);
    return (workload === undefined ? [] : stagingClaimsOf(workload)).flatMap((spec) => [
      ...(isPrivateClaim(spec, object.isPatch, localClasses)
        ? []
        : [{ field: spec.at("accessModes"), message: accessModesMessage }]),
      ...(spec.at("volumeName").isAbsent
        ? []
        : [{ field: spec.at("volumeName"), message: volumeNameMessage }]),
    ]);
  },
  remediate(object) {
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
          expression: forEachStagingClaim(isPrivate),
          message: `accessModes of the staging claim ${accessModesMessage}`,
        },
        {
          expression: forEachStagingClaim(noVolumeName),
          message: `volumeName of the staging claim ${volumeNameMessage}`,
        },
      ];
    },
  },
};
