import { workloadKinds } from "../../cel/admissionCheck";
import { ofControls, required } from "../../control/control";
import { matching } from "../../control/demand";
import { glanceContainers } from "../../control/place";
import type { ObjectRule } from "../../rule";

/** All pods must run the same image, also those that start later. */
export const requireImageDigest: ObjectRule = {
  name: "pod-require-image-digest",
  title: "Images are named by their digest",
  description: "Every container of a Glance pod names its image by its digest.",
  severity: "low",
  level: "advisory",
  rationale:
    "A tag can point to another image tomorrow; a pod that starts then differs from the others of its StatefulSet.",
  url: "https://kubernetes.io/docs/concepts/containers/images/#image-names",
  remedy: "`image: <name>@sha256:<digest>`",
  ...ofControls(workloadKinds, () => [
    required(
      glanceContainers,
      matching("@sha256:[0-9a-f]{64}$"),
      "must end in @sha256: and the digest, because a tag can point to another image tomorrow, and the pods of one StatefulSet would differ",
      "image",
    ),
  ]),
};
