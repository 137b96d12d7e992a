import { ofControls, required } from "../../control/control";
import { oneOf } from "../../control/demand";
import { glanceStatefulSet } from "../../control/place";
import type { ObjectRule } from "../../rule";

const message =
  'must be "Parallel", because otherwise one broken pod keeps all later ones, and what they have staged, away';

/** One broken pod must not keep the others from coming back. There is no remedy: the field cannot be changed. */
export const requireParallelStart: ObjectRule = {
  name: "statefulset-require-parallel-start",
  title: "Pods start side by side",
  description: "The pods of a Glance API start in parallel.",
  severity: "medium",
  level: "mandatory",
  rationale:
    "With `OrderedReady`, a pod starts only when all before it are ready; one broken pod keeps all later ones, " +
    "and what they have staged, away.",
  url: "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#parallel-pod-management",
  remedy: '`podManagementPolicy: "Parallel"`',
  ...ofControls(["StatefulSet"], () => [
    required(glanceStatefulSet, oneOf("Parallel"), message, "spec.podManagementPolicy"),
  ]),
};
