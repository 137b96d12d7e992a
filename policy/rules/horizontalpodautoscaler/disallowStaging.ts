import { type KubernetesObject, nameOf, shareNamespace } from "../../model/kubernetesObject";
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
  validate: ({ glanceApis, objects }) =>
    objects.flatMap((object) =>
      // Autoscalers of Kubernetes and KEDA (whose target is a Deployment by default), and others such as Datadog's.
      ["scaleTargetRef", "targetRef"]
        .map((name) => object.manifest.at("spec", name))
        .filter(
          (target) =>
            target.at("kind").text === "StatefulSet" &&
            isAutoscaler(object) &&
            glanceApis.some(
              (set) => nameOf(set) === target.at("name").text && shareNamespace(set, object),
            ),
        )
        .map((field) => ({ object, field, message })),
    ),
  admissionLimit: "Whether the target of an autoscaler stages images, only the StatefulSet says.",
};

/** A target by another name may be one of a policy of a service mesh; and who scales vertically keeps the number. */
function isAutoscaler({ kind, manifest }: KubernetesObject): boolean {
  return (
    !manifest.at("spec", "scaleTargetRef").isAbsent ||
    (/scal/i.test(kind) && !kind.startsWith("Vertical"))
  );
}
