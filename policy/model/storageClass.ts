import type { KubernetesObject } from "./kubernetesObject";

/** The older form of the class of a claim or volume; Kubernetes prefers it where both are given. */
export const classAnnotation = "volume.beta.kubernetes.io/storage-class";

/** What a class has for a provisioner when nobody makes its volumes on demand. */
export const noProvisioner = "kubernetes.io/no-provisioner";

/** The class of a volume, as Kubernetes reads it. */
export function classOf({ manifest }: KubernetesObject): string | undefined {
  const annotation = manifest.at("metadata", "annotations", classAnnotation);
  return annotation.text ?? manifest.at("spec", "storageClassName").text;
}
