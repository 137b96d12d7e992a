import { celText } from "../../cel";
import { workloadKinds } from "../../admission/check";
import { isGlanceApi } from "../../model/staging";
import { workloadOf } from "../../model/workload";
import type { ObjectRule } from "../../rule";

/** The end of an image that is named by its digest; written for RE2 as well. */
const digestPattern = "@sha256:[0-9a-f]{64}$";

const message =
  "must end in @sha256: and the digest, because a tag can point to another image tomorrow, and the pods of one StatefulSet would differ";

/** All pods must run the same image, also those that start later. */
export const requireImageDigest: ObjectRule = {
  name: "pod-require-image-digest",
  title: "Images are named by their digest",
  description: "Every container of a Glance pod names its image by its digest.",
  severity: "low",
  level: "advisory",
  rationale: {
    text: "A tag can point to another image tomorrow; a pod that starts then differs from the others of its StatefulSet.",
    url: "https://kubernetes.io/docs/concepts/containers/images/#image-names",
  },
  remedy: "`image: <name>@sha256:<digest>`",
  scope: "object",
  validate(object) {
    const workload = workloadOf(object);
    return workload !== undefined && isGlanceApi(workload)
      ? workload.containers
          .map((container) => container.at("image"))
          .filter((image) =>
            image.isAbsent ? !object.isPatch : !new RegExp(digestPattern).test(image.text ?? ""),
          )
          .map((field) => ({ field, message }))
      : [];
  },
  admission: {
    kinds: workloadKinds,
    validations: () => [
      {
        expression:
          "!variables.isGlanceApi || variables.containers.all(c, " +
          `c.?image.orValue("").matches(${celText(digestPattern)}))`,
        message: `image of every container ${message}`,
      },
    ],
  },
};
