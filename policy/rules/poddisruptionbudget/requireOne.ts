import type { Field } from "../../model/field";
import { namespaceOf } from "../../model/kubernetesObject";
import { selectsPods } from "../../model/selector";
import type { Stack } from "../../model/stack";
import type { Workload } from "../../model/workload";
import type { ObjectViolation, StackRule } from "../../rule";

const missing =
  "must be matched by a PodDisruptionBudget among the same objects, so that nodes are drained one pod at a time";
const notOne =
  "must be 1: less keeps a node from being drained, more takes several pods and what they have staged away at once";
const second =
  "must not select pods that another budget selects, because Kubernetes then refuses every eviction";
const minimum =
  "must be left out in favour of maxUnavailable: 1, which stays right at any number of replicas";

/** Draining a node must go on, and take one worker at a time. */
export const requireOne: StackRule = {
  name: "poddisruptionbudget-require-one",
  title: "Nodes are drained one worker at a time",
  description: "A PodDisruptionBudget lets one pod of a Glance API go at a time.",
  severity: "medium",
  level: "mandatory",
  rationale:
    "Images that are staged on a pod cannot be imported while it is away. Without a budget several nodes can be drained at " +
    "once; with one that allows none, a node is never drained.",
  url: "https://kubernetes.io/docs/tasks/run-application/configure-pdb/",
  remedy: "a PodDisruptionBudget with `maxUnavailable: 1` that selects the pods",
  scope: "stack",
  validate: (stack) => stack.glanceApis.flatMap((set) => budgetViolations(set, stack)),
  admissionLimit: "Budget and StatefulSet are two objects, and either may come first.",
};

function budgetViolations(set: Workload, stack: Stack): ObjectViolation[] {
  const budgets = stack
    .inNamespace("PodDisruptionBudget", namespaceOf(set))
    .filter(({ manifest }) => {
      const selector = manifest.at("spec", "selector");
      // The former version takes an empty selector for none.
      const isNone =
        manifest.at("apiVersion").text === "policy/v1beta1" &&
        ["matchLabels", "matchExpressions"].every((name) => isEmpty(selector.at(name)));
      return !isNone && selectsPods(selector, set);
    });
  if (budgets.length === 0) {
    const field = set.manifest.at("spec", "template", "metadata", "labels");
    return [{ object: set, field, message: missing }];
  }
  return budgets.flatMap((object, index): ObjectViolation[] => {
    const spec = object.manifest.at("spec");
    if (index > 0) {
      return [{ object, field: spec.at("selector"), message: second }];
    }
    const [least, most] = [spec.at("minAvailable"), spec.at("maxUnavailable")];
    if (!least.isAbsent) {
      return [{ object, field: least, message: minimum }];
    }
    return most.number === 1 ? [] : [{ object, field: most, message: notOne }];
  });
}

function isEmpty(field: Field): boolean {
  return field.names.length === 0 && field.items().length === 0;
}
