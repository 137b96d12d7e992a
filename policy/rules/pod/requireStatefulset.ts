import { workloadKinds } from "../../cel/admissionCheck";
import { cel } from "../../cel/expression";
import { isGlanceApi } from "../../cel/workload";
import { glanceWorkloadOf } from "../../model/staging";
import type { ObjectRule } from "../../rule";

/** Jobs serve no API; their staging mounts and worker URLs have rules of their own. */
const acceptedKinds = ["StatefulSet", "Job", "CronJob"];

const message =
  "must be StatefulSet for the pods of a Glance API, because other workers reach each of them by its own name";

/** Only pods of a StatefulSet keep their name, and with it their URL and their claim. */
export const requireStatefulset: ObjectRule = {
  name: "pod-require-statefulset",
  title: "The pods of an API belong to a StatefulSet",
  description: "A Glance API pod has a lasting name, which only a StatefulSet gives.",
  severity: "critical",
  level: "mandatory",
  rationale:
    "Only the pods of a StatefulSet keep their name, and with it their URL and their claim.",
  url: "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id",
  remedy: "a StatefulSet",
  scope: "object",
  validate(object) {
    return acceptedKinds.includes(object.kind)
      ? []
      : glanceWorkloadOf(object).map(({ manifest }) => ({ field: manifest.at("kind"), message }));
  },
  admission: {
    kinds: workloadKinds,
    validations: () => [
      {
        expression: cel`object.kind in ${acceptedKinds} || !${isGlanceApi}`,
        message: `kind ${message}`,
      },
    ],
  },
};
