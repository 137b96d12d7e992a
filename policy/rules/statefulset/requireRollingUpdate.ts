import { control, ofControls } from "../../control/control";
import { oneOf } from "../../control/demand";
import { glanceStatefulSet } from "../../control/place";
import type { ObjectRule } from "../../rule";

/** An update takes one worker away at a time, as draining does. */
export const requireRollingUpdate: ObjectRule = {
  name: "statefulset-require-rolling-update",
  title: "Updates replace one worker at a time",
  description: "An update of a Glance API replaces its pods one by one.",
  severity: "medium",
  level: "mandatory",
  rationale:
    "Images that are staged on a pod cannot be imported while it is away; an update that takes several pods at once, or all " +
    "of them, takes the API away with them.",
  url: "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#maximum-unavailable-pods",
  remedy: "no `rollingUpdate.maxUnavailable`, or 1",
  ...ofControls(["StatefulSet"], () => [
    control(
      glanceStatefulSet,
      oneOf(1),
      "must be 1, because an update would take several pods away at once, and what they have staged",
      "spec.updateStrategy.rollingUpdate.maxUnavailable",
    ),
  ]),
};
