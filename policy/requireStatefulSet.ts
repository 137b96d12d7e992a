import type { ResourceValidationPolicy } from "@pulumi/policy";

import { isGlanceApi } from "./staging";
import { workloadsOf } from "./workload";

/** Jobs serve no API; their staging mounts and worker URLs have rules of their own. */
const acceptedKinds = ["StatefulSet", "Job", "CronJob"];

/** Only pods of a StatefulSet keep their name, and with it their URL and their claim. */
export const requireStatefulSet: ResourceValidationPolicy = {
  name: "pod-require-statefulset",
  description: "A Glance API pod has a lasting name, which only a StatefulSet gives.",
  enforcementLevel: "mandatory",
  validateResource: (args, reportViolation) => {
    for (const workload of workloadsOf(args)) {
      if (!acceptedKinds.includes(workload.kind) && isGlanceApi(workload)) {
        reportViolation(
          `${workload.title}: kind must be StatefulSet for the pods of a Glance API, ` +
            "because other workers reach each of them by its own name.",
        );
      }
    }
  },
};
