import { anyOf, cel, type Expression, variable } from "../cel/expression";
import { isStagingName as celIsStagingName } from "../cel/stagingClaims";
import { object } from "../cel/workload";
import type { KubernetesObject } from "../model/kubernetesObject";
import { isStagingName } from "../model/stagingNames";
import { classAnnotation } from "../model/storageClass";
import { listSetting } from "../rule";
import type { Place } from "./place";

/** Setting of the rules about claims and volumes that are declared by themselves. */
export interface StagingClasses {
  /** StorageClasses that hold nothing but staging volumes. */
  stagingClasses: string[];
}

/** Schema of that setting. */
export const stagingClassesSchema = listSetting(
  "StorageClasses that hold nothing but staging volumes.",
  ["local-storage"],
);

/** What is wrong with that form. */
export const annotationMessage = `must not name a class by ${classAnnotation}, which Kubernetes prefers to storageClassName and provisioners may not; write storageClassName`;

/** The specification of a claim or volume for staging. */
export function stagingSpec(kind: string, stagingClasses: readonly string[]): Place {
  return {
    title: "",
    path: "spec",
    find: ({ kind: other, manifest }) => (other === kind ? [manifest.at("spec")] : []),
    isMeant: (object) => isForStaging(object, stagingClasses),
    every: (holds) =>
      cel`object.kind != ${kind} || !${celIsForStaging(stagingClasses)} || (${holds(cel`${object}.spec`)})`,
  };
}

/** The metadata of a volume for staging. */
export function stagingVolumeMetadata(stagingClasses: readonly string[]): Place {
  return {
    title: "",
    path: "metadata",
    find: ({ kind, manifest }) => (kind === "PersistentVolume" ? [manifest.at("metadata")] : []),
    isMeant: (object) => isForStaging(object, stagingClasses),
    every: (holds) =>
      cel`object.kind != "PersistentVolume" || !${celIsForStaging(stagingClasses)} || (${holds(cel`${object}.metadata`)})`,
  };
}

/**
 * Whether a claim or volume is for staging. Nothing in it says where it will be mounted, so its class or its name
 * decides: its own, or that of the claim a volume is reserved for.
 */
export function isForStaging(
  { manifest }: KubernetesObject,
  stagingClasses: readonly string[],
): boolean {
  const classes = [
    manifest.at("spec", "storageClassName").text,
    manifest.at("metadata", "annotations", classAnnotation).text,
  ];
  return (
    classes.some((name) => name !== undefined && stagingClasses.includes(name)) ||
    isStagingName(manifest.at("metadata", "name").text) ||
    isStagingName(manifest.at("spec", "claimRef", "name").text)
  );
}

/** The same in CEL. */
export function celIsForStaging(stagingClasses: readonly string[]): Expression {
  const spec = cel`${object}.spec`;
  return variable(
    "isStaging",
    anyOf([
      cel`${spec}.?storageClassName.orValue("") in ${stagingClasses}`,
      cel`object.metadata.?annotations[?${classAnnotation}].orValue("") in ${stagingClasses}`,
      celIsStagingName(cel`object.metadata.?name.orValue("")`),
      celIsStagingName(cel`${spec}.?claimRef.?name.orValue("")`),
    ]),
  );
}
