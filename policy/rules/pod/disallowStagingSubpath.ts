import { workloadKinds } from "../../cel/admissionCheck";
import { cel } from "../../cel/expression";
import { everyStagingMount, mountsOf } from "../../cel/workload";
import { control, ofControls } from "../../control/control";
import { absent, oneOf } from "../../control/demand";
import { type Place, stagingMounts } from "../../control/place";
import { glanceWorkloadOf, touchesStaging } from "../../model/staging";
import { containerMounts } from "../../model/workload";
import type { ObjectRule } from "../../rule";

/** Mounts of a container that mount once more what it has at the staging directory. */
const repeatedMounts: Place = {
  title: "volumeMounts",
  find: (object) =>
    glanceWorkloadOf(object).flatMap(({ containers }) =>
      containers.flatMap((container) => {
        const mounts = containerMounts(container);
        const names = mounts.map(({ volumeName }) => volumeName);
        const staging = new Set(mounts.filter(touchesStaging).map(({ volumeName }) => volumeName));
        return mounts
          .filter(
            ({ volumeName }, index) => staging.has(volumeName) && names.indexOf(volumeName) < index,
          )
          .map(({ field }) => field);
      }),
    ),
  every: (holds) =>
    everyStagingMount(
      (mount, container) =>
        cel`${mountsOf(container)}.filter(n, n.name == ${mount}.name).size() == 1 || ${holds(mount)}`,
    ),
};

/** The whole claim is for staging: a part of a volume ends where another part fills it. */
export const disallowStagingSubpath: ObjectRule = {
  name: "pod-disallow-staging-subpath",
  title: "The whole claim is for staging",
  description: "The staging claim is mounted whole, and once in each container.",
  severity: "medium",
  level: "mandatory",
  rationale:
    "A `subPath` divides names and not space: an image cache beside the staging directory grows until no image can " +
    "be staged or converted any more.",
  url: "https://kubernetes.io/docs/concepts/storage/volumes/#using-subpath",
  remedy: "one mount of the claim at `/var/lib/glance`, a claim of its own for the image cache",
  ...ofControls(workloadKinds, () => [
    control(
      stagingMounts,
      oneOf(""),
      "must be left out: staged images have a volume of their own, which they share neither with the image cache nor with other pods",
      "subPath",
      "subPathExpr",
    ),
    control(
      repeatedMounts,
      absent,
      "must not mount the staging claim a second time: what else is kept there, such as the image cache, fills the volume of the staged images",
      "",
    ),
  ]),
};
