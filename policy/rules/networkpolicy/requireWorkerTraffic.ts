import { apiPort } from "../../../model/image";
import type { Field } from "../../model/field";
import { type KubernetesObject, namespaceOf } from "../../model/kubernetesObject";
import { selectsPods } from "../../model/selector";
import type { Stack } from "../../model/stack";
import type { Workload } from "../../model/workload";
import type { StackRule } from "../../rule";

/** The two ways of traffic, as a NetworkPolicy spells them. */
const directions = [
  { type: "Ingress", rules: "ingress", peers: "from" },
  { type: "Egress", rules: "egress", peers: "to" },
] as const;
type Direction = (typeof directions)[number];

const message = ({ rules }: Direction) =>
  `must let the pods of all Glance APIs of the namespace reach each other at port ${apiPort}, in a rule of ${rules}, because they hand ` +
  "imports on to each other";

/** A policy that is about clients alone shuts the workers off from each other. */
export const requireWorkerTraffic: StackRule = {
  name: "networkpolicy-require-worker-traffic",
  title: "Workers reach each other",
  description: "NetworkPolicies let the pods of all Glance APIs of a namespace reach each other.",
  severity: "high",
  level: "mandatory",
  rationale:
    "The pod that is asked to import calls the one that has staged; where a policy drops that, every import through another pod " +
    "ends with an error after a minute.",
  url: "https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation",
  remedy: `rules of \`ingress\` and \`egress\` for the pods of Glance, at port ${apiPort}`,
  scope: "stack",
  validate: (stack) =>
    directions.flatMap((direction) => {
      const found = stack.glanceApis.flatMap((set) => closedPolicies(set, direction, stack));
      return [...new Set(found)].map((object) => ({
        object,
        field: specOf(object, direction.rules),
        message: message(direction),
      }));
    }),
  admissionLimit:
    "Which pods are those of Glance only the StatefulSets say, and policies add to each other.",
};

/** Policies add to each other: the first one that selects the pods, when none lets the others through. */
function closedPolicies(set: Workload, direction: Direction, stack: Stack): KubernetesObject[] {
  const namespace = namespaceOf(set);
  const policies = stack
    .inNamespace("NetworkPolicy", namespace)
    .filter(({ isPatch }) => !isPatch)
    .filter(
      (policy) => isAbout(policy, direction) && selectsPods(specOf(policy, "podSelector"), set),
    );
  const [object] = policies;
  const others = stack.glanceApis.filter((other) => namespaceOf(other) === namespace);
  const reaches = (other: Workload) =>
    policies.some((policy) =>
      specOf(policy, direction.rules)
        .items()
        .some((rule) => admitsPort(rule) && admitsPeer(rule.at(direction.peers), other, namespace)),
    );
  return object === undefined || others.every(reaches) ? [] : [object];
}

/** What a policy is about when it does not say so. */
function isAbout(policy: KubernetesObject, { type, rules }: Direction): boolean {
  const types = specOf(policy, "policyTypes").items();
  return types.length > 0
    ? types.some(({ text }) => text === type)
    : type === "Ingress" || !specOf(policy, rules).isAbsent;
}

function specOf({ manifest }: KubernetesObject, name: string): Field {
  return manifest.at("spec", name);
}

/** Names of ports are those of containers, which may have any. */
function admitsPort(rule: Field): boolean {
  const ports = rule.at("ports").items();
  return (
    ports.length === 0 ||
    ports.some((one) => {
      const { number: first } = one.at("port");
      const last = one.at("endPort").number ?? first;
      const isTcp = (one.at("protocol").text ?? "TCP") === "TCP";
      return isTcp && (first === undefined || (first <= apiPort && apiPort <= (last ?? first)));
    })
  );
}

/** Addresses, and namespaces by labels of their own, tell nothing of the pods: they may be meant. */
function admitsPeer(peers: Field, other: Workload, namespace: string): boolean {
  return (
    peers.items().length === 0 ||
    peers.items().some((peer) => {
      const [pods, namespaces] = [peer.at("podSelector"), peer.at("namespaceSelector")];
      const name = namespaces.at("matchLabels", "kubernetes.io/metadata.name").text;
      return (
        !peer.at("ipBlock").isAbsent ||
        ((pods.isAbsent || selectsPods(pods, other)) && (name === undefined || name === namespace))
      );
    })
  );
}
