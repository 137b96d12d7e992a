import { workloadKinds } from "../../admission/check";
import type { KubernetesObject } from "../../model/kubernetesObject";
import { isGlanceApi } from "../../model/staging";
import { type Workload, workloadOf } from "../../model/workload";
import type { ObjectRule } from "../../rule";

const because = "because Glance never calls the API server, and whoever breaks into it would";
const automountMessage = `must be false, ${because}`;
const projectedMessage = `must be left out, ${because}`;

/** Glance needs no access to the API server. The Kubernetes default, when nothing is said, is to give it a token. */
export const disallowServiceAccountToken: ObjectRule = {
  name: "pod-disallow-service-account-token",
  title: "Pods hold no token of the API server",
  description: "A pod of Glance gets no token of its ServiceAccount.",
  severity: "medium",
  level: "mandatory",
  rationale: {
    text: "Glance never calls the API server; a token in its pods serves only whoever breaks into one.",
    url: "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting",
  },
  remedy: "`automountServiceAccountToken: false`",
  scope: "object",
  validate(object) {
    return glancePods(object).flatMap((workload) => [
      ...automounts(workload).map((field) => ({ field, message: automountMessage })),
      ...projections(workload).map((field) => ({ field, message: projectedMessage })),
    ]);
  },
  remediate: (object) =>
    glancePods(object)
      .flatMap(automounts)
      .map((field) => ({ field, value: false })),
  admission: {
    kinds: workloadKinds,
    validations: () => [
      {
        expression:
          "!variables.isGlanceApi || variables.podSpec.?automountServiceAccountToken.orValue(true) == false",
        message: `automountServiceAccountToken ${automountMessage}`,
      },
      {
        expression:
          "!variables.isGlanceApi || variables.volumes.all(v, " +
          "!v.?projected.?sources.orValue([]).exists(s, has(s.serviceAccountToken)))",
        message: `serviceAccountToken of projected volumes ${projectedMessage}`,
      },
    ],
  },
};

function glancePods(object: KubernetesObject): Workload[] {
  const workload = workloadOf(object);
  return workload !== undefined && isGlanceApi(workload) ? [workload] : [];
}

function automounts({ podSpec, isPatch }: Workload) {
  const automount = podSpec.at("automountServiceAccountToken");
  return (automount.isAbsent ? isPatch : automount.boolean === false) ? [] : [automount];
}

function projections({ volumes }: Workload) {
  return volumes
    .flatMap((volume) => volume.at("projected", "sources").items())
    .map((source) => source.at("serviceAccountToken"))
    .filter((token) => !token.isAbsent);
}
