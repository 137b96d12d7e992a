import type * as k8s from "@pulumi/kubernetes";

import { glanceUser } from "../model/image";

/**
 * Annotation of what outlives the stack. Without it the provider applies under a new name each time the stack comes
 * back, and server-side apply would take the old one for somebody else.
 */
export const sharedFieldManager = { "pulumi.com/patchFieldManager": "glance" };

/** What all pods of this program have in common; admitted by Pod Security `restricted`. */
export const restrictedPod = {
  automountServiceAccountToken: false,
  enableServiceLinks: false,
  securityContext: {
    runAsUser: glanceUser,
    runAsGroup: glanceUser,
    runAsNonRoot: true,
    fsGroup: glanceUser,
    fsGroupChangePolicy: "OnRootMismatch",
    seccompProfile: { type: "RuntimeDefault" },
  },
} satisfies Partial<k8s.types.input.core.v1.PodSpec>;

/** Security context of every container; admitted by Pod Security `restricted`. */
export const restrictedContainer: k8s.types.input.core.v1.SecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  readOnlyRootFilesystem: true,
};

/** A namespace that admits pods of Pod Security `restricted` only. */
export function restrictedNamespace(name: string): k8s.core.v1.NamespaceArgs {
  return {
    metadata: {
      name,
      labels: { "pod-security.kubernetes.io/enforce": "restricted" },
      annotations: sharedFieldManager,
    },
  };
}
