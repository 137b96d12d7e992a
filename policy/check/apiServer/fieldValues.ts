import { isAddressRange, isPartOf } from "../../../model/addressRange";
import type { Field } from "../../model/field";
import type { Mistake } from "./mistake";

const trafficPolicies = ["Cluster", "Local"];
const protocols = ["TCP", "UDP", "SCTP"];
const effects = ["Retain", "Delete"];
const accessModes = ["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"];

/** The values that the API server takes in fields, by type and name; others are refused. */
const choices: Readonly<Record<string, readonly string[]>> = {
  "LabelSelectorRequirement.operator": ["In", "NotIn", "Exists", "DoesNotExist"],
  "NodeSelectorRequirement.operator": ["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"],
  "NetworkPolicyPort.protocol": protocols,
  "NetworkPolicySpec.policyTypes": ["Ingress", "Egress"],
  "Container.imagePullPolicy": ["Always", "IfNotPresent", "Never"],
  "Container.terminationMessagePolicy": ["File", "FallbackToLogsOnError"],
  "ContainerPort.protocol": protocols,
  "HTTPGetAction.scheme": ["HTTP", "HTTPS"],
  "PodDisruptionBudgetSpec.unhealthyPodEvictionPolicy": ["IfHealthyBudget", "AlwaysAllow"],
  "PodSecurityContext.fsGroupChangePolicy": ["OnRootMismatch", "Always"],
  "Toleration.effect": ["NoSchedule", "PreferNoSchedule", "NoExecute"],
  "Toleration.operator": ["Exists", "Equal", "Lt", "Gt"],
  "TopologySpreadConstraint.whenUnsatisfiable": ["DoNotSchedule", "ScheduleAnyway"],
  "VolumeMount.mountPropagation": ["None", "HostToContainer", "Bidirectional"],
  "ServicePort.protocol": protocols,
  "ServiceSpec.externalTrafficPolicy": trafficPolicies,
  "ServiceSpec.internalTrafficPolicy": trafficPolicies,
  "ServiceSpec.ipFamilyPolicy": ["SingleStack", "PreferDualStack", "RequireDualStack"],
  "ServiceSpec.sessionAffinity": ["None", "ClientIP"],
  "ServiceSpec.type": ["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"],
  "PodSpec.dnsPolicy": ["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"],
  "PodSpec.restartPolicy": ["Always", "OnFailure", "Never"],
  "PersistentVolumeClaimSpec.accessModes": accessModes,
  "PersistentVolumeClaimSpec.volumeMode": ["Filesystem", "Block"],
  "PersistentVolumeSpec.accessModes": accessModes,
  "PersistentVolumeSpec.volumeMode": ["Filesystem", "Block"],
  "PersistentVolumeSpec.persistentVolumeReclaimPolicy": [...effects, "Recycle"],
  "StatefulSetSpec.podManagementPolicy": ["OrderedReady", "Parallel"],
  "StatefulSetUpdateStrategy.type": ["RollingUpdate", "OnDelete"],
  "StorageClass.reclaimPolicy": effects,
  "StorageClass.volumeBindingMode": ["Immediate", "WaitForFirstConsumer"],
};

/** The least number of fields that hold a port. */
const leastPorts: Readonly<Record<string, number>> = {
  "ContainerPort.containerPort": 1,
  "HTTPGetAction.port": 1,
  "NetworkPolicyPort.port": 1,
  "NetworkPolicyPort.endPort": 1,
  "ServicePort.port": 1,
  // 0 stands for no targetPort: the API server puts the port in its place.
  "ServicePort.targetPort": 0,
  "TCPSocketAction.port": 1,
};

/** The first value of a type that the API server refuses, though it is of the right type. */
export function valueMistake(type: string, owner: Field): Mistake | undefined {
  const short = type.replace(/^.*\./, "");
  for (const name of owner.names) {
    const field = owner.at(name);
    const { number } = field;
    const allowed = choices[`${short}.${name}`];
    const values = field.isList ? field.items() : [field];
    const wrong = values.find(({ text = "" }) => text !== "" && allowed?.includes(text) === false);
    if (wrong !== undefined) {
      return {
        field: wrong,
        message: `the API server takes here one of ${allowed?.join(", ")}; write one`,
      };
    }
    const least = leastPorts[`${short}.${name}`];
    if (least !== undefined && number !== undefined && !(number >= least && number < 2 ** 16)) {
      return { field, message: "the API server takes here a port from 1 to 65535; write one" };
    }
  }
  return combinations[short]?.(owner);
}

/** What fields of a type mean together. */
const combinations: Readonly<Record<string, (owner: Field) => Mistake | undefined>> = {
  NetworkPolicyPort: rangeMistake,
  NetworkPolicyPeer: (owner) => {
    const names = owner.names.filter((name) => !owner.at(name).isAbsent);
    if (names.length > 1 && names.includes("ipBlock")) {
      return {
        field: owner.at("ipBlock"),
        message: "the API server takes no selector beside a range of addresses; write two peers",
      };
    }
    return names.length > 0
      ? undefined
      : { field: owner, message: "the API server takes no peer without a selector; write one" };
  },
  IPBlock: (owner) => {
    const addresses = [owner.at("cidr"), ...owner.at("except").items()];
    const wrong = addresses.find(({ text = "" }) => !isAddressRange(text));
    if (wrong !== undefined) {
      return {
        field: wrong,
        message: "this is no range of addresses; write one such as 10.0.0.0/8",
      };
    }
    const outside = owner
      .at("except")
      .items()
      .find(({ text = "" }) => !isPartOf(text, owner.at("cidr").text ?? ""));
    return (
      outside && {
        field: outside,
        message: "the API server takes here a part of cidr; write one, or remove this",
      }
    );
  },
  EnvVar: (owner) =>
    (owner.at("value").text ?? "") === "" || owner.at("valueFrom").isAbsent
      ? undefined
      : {
          field: owner.at("valueFrom"),
          message: "the API server takes no valueFrom beside a value; remove one",
        },
};

function rangeMistake(owner: Field): Mistake | undefined {
  const [field, port] = [owner.at("endPort"), owner.at("port").number];
  return field.number !== undefined && !(port !== undefined && port <= field.number)
    ? {
        field,
        message:
          "the API server takes an endPort after a port that is a number and not above it; write both",
      }
    : undefined;
}
