import { workloadKinds } from "../../cel/admissionCheck";
import { cel } from "../../cel/expression";
import { serviceName } from "../../cel/workerUrl";
import { control, ofControls } from "../../control/control";
import { type Demand, oneOf } from "../../control/demand";
import { glancePods, glanceStatefulSet, type Place } from "../../control/place";
import type { ObjectRule } from "../../rule";

/** The names that a set's pods have for themselves, with the set, whose governing Service is in the names of workers. */
const aliasesOfSets: Place = {
  title: "",
  find: (object) => glanceStatefulSet.find(object),
  every: (holds) => cel`object.kind != "StatefulSet" || (${glanceStatefulSet.every(holds)})`,
};

/** Names of other hosts: those of workers are `<pod>.<governing Service>`, and what follows. */
const namesOfOthers: Demand = {
  isMet: (aliases, { place }) =>
    aliases
      .items()
      .flatMap((alias) => alias.all("hostnames[]"))
      .every(({ text = "" }) => {
        const [, service = ""] = text.toLowerCase().split(".");
        return service === "" || service !== place.at("spec", "serviceName").text;
      }),
  inCel: (aliases) => cel`!${aliases}.exists(a, a.?hostnames.orValue([]).exists(h, \
h.split(".").size() > 1 && h.lowerAscii().split(".")[1] == ${serviceName} && ${serviceName} != ""))`,
};

/** Workers find each other by the names of the cluster. */
export const requireClusterDns: ObjectRule = {
  name: "pod-require-cluster-dns",
  title: "Pods ask the cluster for names",
  description: "A Glance API pod resolves the names of the other pods by the DNS of the cluster.",
  severity: "high",
  level: "mandatory",
  rationale:
    "A worker URL is a name of the cluster. A pod that asks another server, or has an entry of its own for it, hands " +
    "imports to nobody or to the wrong host.",
  url: "https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-dns-policy",
  remedy: "no `dnsPolicy`, no `hostAliases` for pods of the set",
  ...ofControls(workloadKinds, () => [
    control(
      glancePods,
      oneOf("ClusterFirst", "ClusterFirstWithHostNet"),
      'must be "ClusterFirst", because the URLs of workers are names of the cluster',
      "dnsPolicy",
    ),
    control(
      aliasesOfSets,
      namesOfOthers,
      "must not name pods of the set, because imports would go to another address than the worker's",
      "spec.template.spec.hostAliases",
    ),
  ]),
};
