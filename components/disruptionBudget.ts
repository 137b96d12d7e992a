import type * as k8s from "@pulumi/kubernetes";

/**
 * A budget that lets nodes be drained one worker at a time: what is staged on a pod cannot be imported while it is away.
 * Pods that are not ready may always go, so that a broken one keeps no node from being drained.
 */
export function disruptionBudget(
  name: string,
  namespace: string,
  labels: Record<string, string>,
): k8s.policy.v1.PodDisruptionBudgetArgs {
  return {
    metadata: { name, namespace, labels },
    spec: {
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: "AlwaysAllow",
      selector: { matchLabels: labels },
    },
  };
}
