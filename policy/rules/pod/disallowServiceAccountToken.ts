import { workloadKinds } from "../../cel/admissionCheck";
import { control, ofControls, required } from "../../control/control";
import { absent, oneOf } from "../../control/demand";
import { glancePods } from "../../control/place";
import type { ObjectRule } from "../../rule";

const automount = "automountServiceAccountToken";
const because = "because Glance never calls the API server, and whoever breaks into it would";

/** Glance needs no access to the API server. The Kubernetes default, when nothing is said, is to give it a token. */
export const disallowServiceAccountToken: ObjectRule = {
  name: "pod-disallow-service-account-token",
  title: "Pods hold no token of the API server",
  description: "A pod of Glance gets no token of its ServiceAccount.",
  severity: "medium",
  level: "mandatory",
  rationale:
    "Glance never calls the API server; a token in its pods serves only whoever breaks into one.",
  url: "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting",
  remedy: "`automountServiceAccountToken: false`",
  ...ofControls(workloadKinds, () => [
    required(glancePods, oneOf(false), `must be false, ${because}`, automount),
    control(
      glancePods,
      absent,
      `must be left out, ${because}`,
      "volumes[].projected.sources[].serviceAccountToken",
    ),
  ]),
  remediate: (field) => (field.keys.at(-1) === automount ? false : undefined),
};
