import { apiPort } from "../../../model/image";
import { Field } from "../../model/field";
import { type KubernetesObject, namespaceOf } from "../../model/kubernetesObject";
import {
  admitsPort,
  type Direction,
  directions,
  outwards,
  policiesFor,
  rulesOf,
  specOf,
} from "../../model/networkPolicy";
import { meetsExpression, selectsPods } from "../../model/selector";
import type { Stack } from "../../model/stack";
import type { Workload } from "../../model/workload";
import type { ObjectViolation, StackRule } from "../../rule";

const message = ({ rules }: Direction) =>
  `must let the pods of all Glance APIs of the namespace reach each other at port ${apiPort}, in a rule of ${rules}, because they hand ` +
  "imports on to each other";

const namesMessage =
  "must let the pods of Glance ask the cluster for names, at port 53 by UDP, because the URLs of workers are names";

/** A policy that is about clients alone shuts the workers off from each other. */
export const requireWorkerTraffic: StackRule = {
  name: "networkpolicy-require-worker-traffic",
  title: "Workers reach each other",
  description:
    "NetworkPolicies let the pods of all Glance APIs of a namespace reach each other, and the servers for names.",
  severity: "high",
  level: "mandatory",
  rationale:
    "The pod that is asked to import calls the one that has staged; where a policy drops that, every import through another pod " +
    "ends with an error after a minute.",
  url: "https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation",
  remedy: `rules of \`ingress\` and \`egress\` for the pods of Glance, at port ${apiPort}, and of \`egress\` at port 53 by UDP`,
  scope: "stack",
  validate: (stack) => [
    ...directions.flatMap((direction) =>
      violations(stack, direction, message(direction), (set, policies) =>
        reachesOthers(set, direction, policies, stack),
      ),
    ),
    ...violations(stack, outwards, namesMessage, (_, policies) =>
      policies.some((policy) => rulesOf(policy, outwards).some(admitsNames)),
    ),
  ],
  admissionLimit:
    "Which pods are those of Glance only the StatefulSets say, and policies add to each other.",
};

/** Policies add to each other: the first one that selects the pods, when none admits what must be. */
function violations(
  stack: Stack,
  direction: Direction,
  message: string,
  isAdmitted: (set: Workload, policies: readonly KubernetesObject[]) => boolean,
): ObjectViolation[] {
  const found = stack.glanceApis.flatMap((set) => {
    const policies = policiesFor(set, direction, stack);
    return isAdmitted(set, policies) ? [] : policies.slice(0, 1);
  });
  return [...new Set(found)].map((object) => ({
    object,
    field: specOf(object, direction.rules),
    message,
  }));
}

function reachesOthers(
  set: Workload,
  direction: Direction,
  policies: readonly KubernetesObject[],
  stack: Stack,
): boolean {
  const namespace = namespaceOf(set);
  return stack.glanceApis
    .filter((other) => namespaceOf(other) === namespace)
    .every((other) =>
      policies.some((policy) =>
        rulesOf(policy, direction).some(
          (rule) =>
            admitsPort(rule, apiPort, "TCP", direction === outwards ? other : set) &&
            admitsPeer(rule.at(direction.peers), other, namespace),
        ),
      ),
    );
}

/** The servers for names are in another namespace or have an address of a node; on OpenShift they listen at 5353. */
function admitsNames(rule: Field): boolean {
  const peers = rule.at("to").items();
  return (
    (admitsPort(rule, 53, "UDP") || admitsPort(rule, 5353, "UDP")) &&
    (peers.length === 0 ||
      peers.some((peer) => !peer.at("ipBlock").isAbsent || !peer.at("namespaceSelector").isAbsent))
  );
}

/** Addresses, and namespaces by labels of their own, tell nothing of the pods: they may be meant. */
function admitsPeer(peers: Field, other: Workload, namespace: string): boolean {
  return (
    peers.items().length === 0 ||
    peers.items().some((peer) => {
      const pods = peer.at("podSelector");
      return (
        !peer.at("ipBlock").isAbsent ||
        ((pods.isAbsent || selectsPods(pods, other)) &&
          mayMean(peer.at("namespaceSelector"), namespace))
      );
    })
  );
}

const nameLabel = "kubernetes.io/metadata.name";

/** Whether a selector of namespaces may select one; an empty name stands for whichever the objects are applied to. */
function mayMean(selector: Field, namespace: string): boolean {
  const labels = new Field({ [nameLabel]: namespace });
  const name = selector.at("matchLabels", nameLabel);
  return (
    namespace === "" ||
    ((name.isAbsent || name.text === namespace) &&
      selector
        .at("matchExpressions")
        .items()
        .filter((expression) => expression.at("key").text === nameLabel)
        .every((expression) => meetsExpression(expression, labels)))
  );
}
