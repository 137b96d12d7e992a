import { allOf, cel } from "../../cel/expression";
import { ofGlance, podSpec } from "../../cel/workload";
import { everyField } from "../../control/path";
import { hostnameLabel as hostname } from "../../model/localVolume";
import { glanceStatefulSets } from "../../model/staging";
import type { ObjectRule } from "../../rule";

/** Where the pods say by which label of the nodes they keep apart. */
const topologyKeys = [
  "affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[].topologyKey",
  "affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[].podAffinityTerm.topologyKey",
  "topologySpreadConstraints[].topologyKey",
];

const message = `must keep the pods apart by ${hostname}, or topologySpreadConstraints must, because a node that dies takes the staged images of all pods on it away`;

/** Pods on one node share its fate. A preference is enough: a cluster with fewer nodes than pods must still work. */
export const requireHostSpread: ObjectRule = {
  name: "statefulset-require-host-spread",
  title: "Pods lie on different nodes",
  description: "The pods of a Glance API spread over the nodes.",
  severity: "medium",
  level: "advisory",
  rationale: "A node that dies takes the API and the staged images of all pods on it away.",
  url: "https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity",
  remedy: `\`podAntiAffinity\` or \`topologySpreadConstraints\` with \`topologyKey: ${hostname}\``,
  scope: "object",
  validate(object) {
    return glanceStatefulSets([object])
      .filter(({ isPatch }) => !isPatch)
      .filter(({ podSpec }) =>
        topologyKeys.every((path) => podSpec.all(path).every(({ text }) => text !== hostname)),
      )
      .map(({ podSpec }) => ({ field: podSpec.at("affinity", "podAntiAffinity"), message }));
  },
  admission: {
    kinds: ["StatefulSet"],
    validations: () => {
      const isOther = topologyKeys.map((path) =>
        everyField(podSpec, path, (key) => cel`${key} != ${hostname}`, false),
      );
      return [
        {
          expression: ofGlance(cel`!${allOf(isOther)}`),
          message: `spec.template.spec.affinity.podAntiAffinity ${message}`,
        },
      ];
    },
  },
};
