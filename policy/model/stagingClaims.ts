import { stagingClaimTemplate } from "../../model/names";
import type { Field } from "./field";
import { nameOf } from "./kubernetesObject";
import { remembered } from "./remembered";
import { stagingMountsOf } from "./staging";
import { mountsOf, type Workload } from "./workload";

/** Specifications of the staging claims that Kubernetes makes for each pod of a workload. */
export const stagingClaimsOf = remembered((workload: Workload): readonly Field[] =>
  claimsOf(workload)
    .filter(({ name }) => isStaging(workload, name))
    .map(({ spec }) => spec),
);

/** How many pods a StatefulSet has. */
export function replicasOf(set: Workload): number {
  return Math.max(0, set.manifest.at("spec", "replicas").number ?? 1);
}

/** The staging claims of the pods of a StatefulSet, by template; of the first pods, if it has more. */
export function stagingClaimsOfPods(
  set: Workload,
  mostPods: number,
): { spec: Field; names: string[] }[] {
  const replicas = Math.min(replicasOf(set), mostPods);
  const first = set.manifest.at("spec", "ordinals", "start").number ?? 0;
  const ordinals = Array.from({ length: replicas }, (_, index) => first + index);
  return templatesOf(set)
    .filter(({ name }) => isStaging(set, name))
    .map(({ name = "", spec }) => ({
      spec,
      names: ordinals.map((ordinal) => `${name}-${nameOf(set)}-${ordinal}`),
    }));
}

/** Whether a claim is, by its name, one that a StatefulSet makes for the staging of its pods, now or at another scale. */
export function isStagingClaimOf(set: Workload, claim: string): boolean {
  return templatesOf(set)
    .filter(({ name }) => isStaging(set, name))
    .map(({ name = "" }) => `${name}-${nameOf(set)}-`)
    .some((begin) => claim.startsWith(begin) && /^\d+$/.test(claim.slice(begin.length)));
}

/** The claims, under the names by which containers mount them. */
function claimsOf(workload: Workload) {
  return [
    ...templatesOf(workload),
    ...workload.volumes
      .map((volume) => ({ volume, template: volume.at("ephemeral", "volumeClaimTemplate") }))
      .filter(({ template }) => !template.isAbsent)
      .map(({ volume, template }) => ({
        name: volume.at("name").text,
        spec: template.at("spec"),
      })),
  ];
}

function templatesOf({ claimTemplates }: Workload) {
  return claimTemplates.map((template) => ({
    name: template.at("metadata", "name").text,
    spec: template.at("spec"),
  }));
}

/** The mounts say what a claim is for; of a claim that no container mounts, its name. */
function isStaging(workload: Workload, claimName: string | undefined): boolean {
  return mountsOf(workload, claimName).length > 0
    ? stagingMountsOf(workload).some(({ volumeName }) => volumeName === claimName)
    : claimName === stagingClaimTemplate;
}
