import { workloadKinds } from "../../cel/admissionCheck";
import { control, ofControls, required } from "../../control/control";
import { absent } from "../../control/demand";
import { podStagingClaims } from "../../control/place";
import {
  accessModesMessage,
  localClassesSchema,
  type LocalClasses,
  privateClaim,
} from "../../control/privateStorage";
import type { ObjectRule } from "../../rule";

/** A staging claim that a workload makes for its pods must not be shared. */
export const disallowSharedStaging: ObjectRule<LocalClasses> = {
  name: "pod-disallow-shared-staging",
  title: "Claims made for pods are private",
  description:
    "A staging claim made for a pod, by a template or as an ephemeral volume, is private.",
  severity: "critical",
  level: "mandatory",
  rationale:
    "As for a claim by itself; but these claims are made by Kubernetes, so nobody sees them before they exist.",
  url: "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#volume-claim-templates",
  remedy: '`accessModes: ["ReadWriteOnce"]`, no `volumeName`',
  settings: { localClasses: localClassesSchema },
  ...ofControls<LocalClasses>(workloadKinds, ({ localClasses }) => [
    required(podStagingClaims, privateClaim(localClasses), accessModesMessage, "accessModes"),
    control(
      podStagingClaims,
      absent,
      "must be left out, because every pod needs a volume of its own",
      "volumeName",
    ),
  ]),
  remediate: (field) => (field.keys.at(-1) === "accessModes" ? ["ReadWriteOnce"] : undefined),
};
