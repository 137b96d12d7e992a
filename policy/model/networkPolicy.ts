import { holdsPort } from "../../model/rulePorts";
import type { Field } from "./field";
import { type KubernetesObject, namespaceOf } from "./kubernetesObject";
import { selectsPods } from "./selector";
import type { Stack } from "./stack";
import { podSpecOf, type Workload } from "./workload";

/** The two ways of traffic, as a NetworkPolicy spells them. */
export const directions = [
  { type: "Ingress", rules: "ingress", peers: "from" },
  { type: "Egress", rules: "egress", peers: "to" },
] as const;
export type Direction = (typeof directions)[number];

/** The direction that leads out of pods. */
export const [, outwards] = directions;

/** The policies that limit one way of the traffic of pods; together they admit what one of them does. */
export function policiesFor(set: Workload, direction: Direction, stack: Stack): KubernetesObject[] {
  return stack
    .inNamespace("NetworkPolicy", namespaceOf(set))
    .filter(
      (policy) =>
        !policy.isPatch && isAbout(policy, direction) && isFor(specOf(policy, "podSelector"), set),
    );
}

/** Without a selector a policy is for all pods. */
function isFor(podSelector: Field, set: Workload): boolean {
  return podSelector.isAbsent || selectsPods(podSelector, set);
}

/** The rules of a policy about one way. */
export function rulesOf(policy: KubernetesObject, { rules }: Direction): Field[] {
  return specOf(policy, rules).items();
}

/** A field of the specification of a policy. */
export function specOf({ manifest }: KubernetesObject, name: string): Field {
  return manifest.at("spec", name);
}

/**
 * Whether a rule is about a port.
 *
 * @param target The workload that listens there, whose containers name their ports. @default any, with ports of any names
 */
export function admitsPort(
  rule: Field,
  port: number,
  protocol = "TCP",
  target?: Workload,
): boolean {
  const ports = rule.at("ports").items();
  return (
    ports.length === 0 ||
    ports.some((one) => {
      const name = one.at("port").text;
      const first =
        name === undefined || target === undefined
          ? one.at("port").number
          : portNamed(name, target);
      const endPort = one.at("endPort").number;
      return holdsPort({ protocol: one.at("protocol").text, port: first, endPort }, port, protocol);
    })
  );
}

/** The number of a port by its name; 0, which no port has, where no container has the name. */
function portNamed(name: string, target: Workload): number {
  const ports = ["containers", "initContainers"].flatMap((list) =>
    podSpecOf(target).all(`${list}[].ports[]`),
  );
  return ports.find((port) => port.at("name").text === name)?.at("containerPort").number ?? 0;
}

/** What a policy is about when it does not say so. */
function isAbout(policy: KubernetesObject, { type, rules }: Direction): boolean {
  const types = specOf(policy, "policyTypes").items();
  return types.length > 0
    ? types.some(({ text }) => text === type)
    : type === "Ingress" || !specOf(policy, rules).isAbsent;
}
