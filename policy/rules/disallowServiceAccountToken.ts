import { workloadKinds } from "../admission/check";
import type { KubernetesObject } from "../objects/kubernetesObject";
import { isGlanceApi } from "../objects/staging";
import { type Workload, workloadOf } from "../objects/workload";
import type { ObjectRule } from "../rule";

const because = "because Glance never calls the API server, and whoever breaks into it would";
const automountAdvice = `must be false, ${because}`;
const projectedAdvice = `must be left out, ${because}`;

/** Glance needs no access to the API server. The Kubernetes default, when nothing is said, is to give it a token. */
export const disallowServiceAccountToken: ObjectRule = {
  name: "pod-disallow-service-account-token",
  title: "Pods hold no token of the API server",
  description: "A pod of Glance gets no token of its ServiceAccount.",
  severity: "medium",
  level: "mandatory",
  why: {
    text: "Glance never calls the API server; a token in its pods serves only whoever breaks into one.",
    url: "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting",
  },
  remedy: "`automountServiceAccountToken: false`",
  scope: "object",
  judge(object) {
    return glancePods(object).flatMap((workload) => [
      ...automounts(workload).map((field) => ({ field, advice: automountAdvice })),
      ...projections(workload).map((field) => ({ field, advice: projectedAdvice })),
    ]);
  },
  remedies: (object) =>
    glancePods(object)
      .flatMap(automounts)
      .map((field) => ({ field, value: false })),
  admission: {
    kinds: workloadKinds,
    validations: () => [
      {
        expression:
          "!variables.isGlanceApi || variables.podSpec.?automountServiceAccountToken.orValue(true) == false",
        problem: `automountServiceAccountToken ${automountAdvice}`,
      },
      {
        expression:
          "!variables.isGlanceApi || variables.volumes.all(v, " +
          "!v.?projected.?sources.orValue([]).exists(s, has(s.serviceAccountToken)))",
        problem: `serviceAccountToken of projected volumes ${projectedAdvice}`,
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
