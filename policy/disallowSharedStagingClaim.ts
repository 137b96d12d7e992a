import type { ResourceValidationPolicy } from "@pulumi/policy";

import { stagingClaimTemplate } from "../components/names";
import { accessModesAdvice, arePrivate } from "./accessModes";
import type { Field } from "./field";
import { objectsOf } from "./kubernetesObject";
import { hasPrivateSource, sourceAdvice } from "./volumeSource";

/** Configuration of the policy. */
interface Configuration {
  /** StorageClasses that hold nothing but staging volumes. */
  stagingClasses?: string[];
}

const defaultStagingClasses = ["local-storage"];

/** A staging claim or volume that is declared by itself must not be shared. */
export const disallowSharedStagingClaim: ResourceValidationPolicy = {
  name: "persistentvolumeclaim-disallow-shared-staging",
  description: "A staging PersistentVolumeClaim or PersistentVolume is private to one pod.",
  configSchema: {
    properties: {
      stagingClasses: {
        type: "array",
        items: { type: "string" },
        default: defaultStagingClasses,
        description: "StorageClasses that hold nothing but staging volumes.",
      },
    },
  },
  enforcementLevel: "mandatory",
  validateResource: (args, reportViolation) => {
    const { stagingClasses = defaultStagingClasses } = args.getConfig<Configuration>();
    for (const { kind, title, manifest, isPatch } of objectsOf(args)) {
      if (kind !== "PersistentVolumeClaim" && kind !== "PersistentVolume") {
        continue;
      }
      const spec = manifest.at("spec");
      const accessModes = spec.at("accessModes");
      const problems = [
        ...(arePrivate(accessModes, isPatch) ? [] : [`${accessModes.path} ${accessModesAdvice}`]),
        ...(kind === "PersistentVolumeClaim" || hasPrivateSource(spec, isPatch)
          ? []
          : [`${spec.path} ${sourceAdvice}`]),
      ];
      if (problems.length > 0 && isStaging(manifest, stagingClasses)) {
        problems.forEach((problem) => reportViolation(`${title}: ${problem}.`));
      }
    }
  },
};

/**
 * Nothing in a claim or volume says where it will be mounted, so its class or its name decides: its
 * own, or that of the claim a volume is reserved for.
 */
function isStaging(manifest: Field, stagingClasses: readonly string[]): boolean {
  const classes = [
    manifest.at("spec", "storageClassName").text,
    // The older form; Kubernetes prefers it where both are given.
    manifest.at("metadata", "annotations", "volume.beta.kubernetes.io/storage-class").text,
  ];
  return (
    classes.some((name) => name !== undefined && stagingClasses.includes(name)) ||
    isStagingName(manifest.at("metadata", "name").text) ||
    isStagingName(manifest.at("spec", "claimRef", "name").text)
  );
}

/**
 * Names of staging claims are `glance-<pod>`, and a pod of a StatefulSet ends in its ordinal. Others
 * begin with `glance-` as well: the image cache (`glance-cache-glance-...`), and the images of a file
 * store (`glance-images`, `glance-images-0`), which may be shared.
 */
function isStagingName(name = ""): boolean {
  return (
    name.startsWith(`${stagingClaimTemplate}-`) &&
    !/^glance-(cache|images)(-\d+|-glance-.*)?$/.test(name) &&
    (/-\d+$/.test(name) || name.includes("staging"))
  );
}
