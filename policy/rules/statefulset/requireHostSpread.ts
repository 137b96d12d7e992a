import { celText } from "../../cel";
import type { Field } from "../../model/field";
import { glanceStatefulSets } from "../../model/staging";
import type { ObjectRule } from "../../rule";

const hostname = "kubernetes.io/hostname";
const required = "requiredDuringSchedulingIgnoredDuringExecution";
const preferred = "preferredDuringSchedulingIgnoredDuringExecution";

const message = `must keep the pods apart by ${hostname}, or topologySpreadConstraints must, because a node that dies takes the staged images of all pods on it away`;

/** Pods on one node share its fate. A preference is enough: a cluster with fewer nodes than pods must still work. */
export const requireHostSpread: ObjectRule = {
  name: "statefulset-require-host-spread",
  title: "Pods lie on different nodes",
  description: "The pods of a Glance API spread over the nodes.",
  severity: "medium",
  level: "advisory",
  rationale: {
    text: "A node that dies takes the API and the staged images of all pods on it away.",
    url: "https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity",
  },
  remedy: `\`podAntiAffinity\` or \`topologySpreadConstraints\` with \`topologyKey: ${hostname}\``,
  scope: "object",
  validate(object) {
    return glanceStatefulSets([object])
      .filter(({ podSpec, isPatch }) => !isPatch && !isSpread(podSpec))
      .map(({ podSpec }) => ({ field: podSpec.at("affinity", "podAntiAffinity"), message }));
  },
  admission: {
    kinds: ["StatefulSet"],
    validations: () => [
      {
        expression: `!variables.isGlanceApi || ${celIsSpread("variables.podSpec")}`,
        message: `spec.template.spec.affinity.podAntiAffinity ${message}`,
      },
    ],
  },
};

function isSpread(podSpec: Field): boolean {
  const antiAffinity = podSpec.at("affinity", "podAntiAffinity");
  const terms = [
    ...antiAffinity.at(required).items(),
    ...antiAffinity
      .at(preferred)
      .items()
      .map((term) => term.at("podAffinityTerm")),
    ...podSpec.at("topologySpreadConstraints").items(),
  ];
  return terms.some((term) => term.at("topologyKey").text === hostname);
}

/** The same in CEL. */
function celIsSpread(podSpec: string): string {
  const antiAffinity = `${podSpec}.?affinity.?podAntiAffinity`;
  const isHostname = (term: string) => `${term}.?topologyKey.orValue("") == ${celText(hostname)}`;
  return (
    `${antiAffinity}.?${required}.orValue([]).exists(t, ${isHostname("t")}) || ` +
    `${antiAffinity}.?${preferred}.orValue([]).exists(t, ${isHostname("t.podAffinityTerm")}) || ` +
    `${podSpec}.?topologySpreadConstraints.orValue([]).exists(t, ${isHostname("t")})`
  );
}
