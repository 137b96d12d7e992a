import type { ResourceValidationPolicy } from "@pulumi/policy";

import { stagingClaimTemplate } from "../components/names";
import { accessModesAdvice, arePrivate } from "./accessModes";
import type { Field } from "./field";
import { stagingMountsOf } from "./staging";
import { mountsOf, workloadsOf, type Workload } from "./workload";

/** A staging claim that a workload makes for its pods must not be shared. */
export const disallowSharedStaging: ResourceValidationPolicy = {
  name: "pod-disallow-shared-staging",
  description:
    "A staging claim made for a pod, by a template or as an ephemeral volume, is private.",
  enforcementLevel: "mandatory",
  validateResource: (args, reportViolation) => {
    for (const workload of workloadsOf(args)) {
      for (const { name, spec } of claimsOf(workload)) {
        const problems = [...modeProblems(spec, workload), ...volumeProblems(spec)];
        if (problems.length > 0 && isStaging(workload, name)) {
          problems.forEach((problem) => reportViolation(`${workload.title}: ${problem}.`));
        }
      }
    }
  },
};

function modeProblems(claim: Field, { isPatch }: Workload): string[] {
  const accessModes = claim.at("accessModes");
  return arePrivate(accessModes, isPatch) ? [] : [`${accessModes.path} ${accessModesAdvice}`];
}

/** A template holds for all pods, and so does the volume that it names. */
function volumeProblems(claim: Field): string[] {
  const volumeName = claim.at("volumeName");
  return volumeName.isAbsent
    ? []
    : [`${volumeName.path} must be left out, because every pod needs a volume of its own`];
}

/** The claims that Kubernetes makes for each pod, under the names by which containers mount them. */
function claimsOf({ claimTemplates, volumes }: Workload) {
  return [
    ...claimTemplates.map((template) => ({
      name: template.at("metadata", "name").text,
      spec: template.at("spec"),
    })),
    ...volumes
      .map((volume) => ({ volume, template: volume.at("ephemeral", "volumeClaimTemplate") }))
      .filter(({ template }) => !template.isAbsent)
      .map(({ volume, template }) => ({
        name: volume.at("name").text,
        spec: template.at("spec"),
      })),
  ];
}

/** The mounts say what a claim is for; of a claim that no container mounts, its name. */
function isStaging(workload: Workload, claimName: string | undefined): boolean {
  return mountsOf(workload, claimName).length > 0
    ? stagingMountsOf(workload).some(({ volumeName }) => volumeName === claimName)
    : claimName === stagingClaimTemplate;
}
