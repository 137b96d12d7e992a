import { nameOf, namespaceOf } from "../../model/kubernetesObject";
import type { StackRule } from "../../rule";

const message =
  "must not be the StatefulSet of a Glance API, because an autoscaler removes pods without asking what they have staged";

/** The number of workers is changed by people, who drain a worker first. */
export const disallowStaging: StackRule = {
  name: "horizontalpodautoscaler-disallow-staging",
  title: "No autoscaler removes workers",
  description: "No autoscaler changes the number of pods of a Glance API.",
  severity: "high",
  level: "mandatory",
  rationale:
    "Images that are staged on a pod that is scaled away cannot be imported, nor deleted, until it comes back.",
  url: "https://docs.openstack.org/glance/latest/admin/interoperable-image-import.html#staging-directory-configuration",
  remedy: "no HorizontalPodAutoscaler, and no ScaledObject of KEDA; change `replicas`",
  scope: "stack",
  validate({ glanceApis, objects }) {
    const sets = new Set(glanceApis.map((set) => `${namespaceOf(set)}/${nameOf(set)}`));
    return objects.flatMap((object) => {
      // HorizontalPodAutoscaler and KEDA's ScaledObject, for which the kind of the target is a Deployment by default.
      const target = object.manifest.at("spec", "scaleTargetRef");
      return target.at("kind").text === "StatefulSet" &&
        sets.has(`${namespaceOf(object)}/${target.at("name").text ?? ""}`)
        ? [{ object, field: target, message }]
        : [];
    });
  },
  admissionLimit: "Whether the target of an autoscaler stages images, only the StatefulSet says.",
};
