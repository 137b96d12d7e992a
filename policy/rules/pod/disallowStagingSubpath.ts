import { workloadKinds } from "../../admission/check";
import {
  mounts as celMounts,
  touchesStaging as celTouchesStaging,
} from "../../admission/variables";
import { isGlanceApi, touchesStaging } from "../../model/staging";
import { containerMounts, type Mount, workloadOf } from "../../model/workload";
import type { ObjectRule, Violation } from "../../rule";

const wholeMessage =
  "must be left out: staged images have a volume of their own, which they share neither with the image cache nor with other pods";
const onceMessage =
  "must not mount the staging claim a second time: what else is kept there, such as the image cache, fills the volume of the staged images";

/** The whole claim is for staging: a part of a volume ends where another part fills it. */
export const disallowStagingSubpath: ObjectRule = {
  name: "pod-disallow-staging-subpath",
  title: "The whole claim is for staging",
  description: "The staging claim is mounted whole, and once in each container.",
  severity: "medium",
  level: "mandatory",
  rationale: {
    text:
      "A `subPath` divides names and not space: an image cache beside the staging directory grows until no image can " +
      "be staged or converted any more.",
    url: "https://kubernetes.io/docs/concepts/storage/volumes/#using-subpath",
  },
  remedy: "one mount of the claim at `/var/lib/glance`, a claim of its own for the image cache",
  scope: "object",
  validate(object) {
    const workload = workloadOf(object);
    return workload === undefined || !isGlanceApi(workload)
      ? []
      : workload.containers.flatMap((container) => violationsOf(containerMounts(container)));
  },
  admission: {
    kinds: workloadKinds,
    validations: () => [
      {
        expression: forEachStagingMount(
          'm.?subPath.orValue("") == "" && m.?subPathExpr.orValue("") == ""',
        ),
        message: `subPath of the staging claim ${wholeMessage}`,
      },
      {
        expression: forEachStagingMount(
          `${celMounts("c")}.filter(n, n.name == m.name).size() == 1`,
        ),
        message: `volumeMounts ${onceMessage}`,
      },
    ],
  },
};

/** Violations of the mounts of one container. */
function violationsOf(mounts: readonly Mount[]): Violation[] {
  const staging = mounts.filter(touchesStaging);
  const claims = new Set(staging.map(({ volumeName }) => volumeName));
  // Of entries with the same key a Map keeps the last one.
  const first = new Map([...mounts].reverse().map((mount) => [mount.volumeName, mount]));
  return [
    ...staging
      .flatMap(({ field }) => [field.at("subPath"), field.at("subPathExpr")])
      .filter((field) => (field.text ?? "") !== "")
      .map((field) => ({ field, message: wholeMessage })),
    ...mounts
      .filter((mount) => claims.has(mount.volumeName) && first.get(mount.volumeName) !== mount)
      .map(({ field }) => ({ field, message: onceMessage })),
  ];
}

function forEachStagingMount(condition: string): string {
  return (
    `!variables.isGlanceApi || variables.containers.all(c, ${celMounts("c")}.all(m, ` +
    `!${celTouchesStaging("m")} || (${condition})))`
  );
}
