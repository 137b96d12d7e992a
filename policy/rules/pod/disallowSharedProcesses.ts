import { workloadKinds } from "../../cel/admissionCheck";
import { control, ofControls } from "../../control/control";
import { oneOf } from "../../control/demand";
import { glancePods } from "../../control/place";
import type { ObjectRule } from "../../rule";

const share = "shareProcessNamespace";

/** Who sees the processes of Glance reads its environment and, through /proc, its files. */
export const disallowSharedProcesses: ObjectRule = {
  name: "pod-disallow-shared-processes",
  title: "Containers do not see each other's processes",
  description: "The containers of a Glance pod share no processes.",
  severity: "medium",
  level: "mandatory",
  rationale:
    "Through /proc, every container of the pod then reads the environment of Glance and its files, those with secrets " +
    "included, and may end it in the middle of an import.",
  url: "https://kubernetes.io/docs/tasks/configure-pod-container/share-process-namespace/",
  remedy: "no `shareProcessNamespace`",
  ...ofControls(workloadKinds, () => [
    control(
      glancePods,
      oneOf(false),
      "must be false, because every container could read the secrets of Glance through /proc, and end it",
      share,
    ),
  ]),
  remediate: (field) => (field.keys.at(-1) === share ? false : undefined),
};
