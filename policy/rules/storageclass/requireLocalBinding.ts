import { cel } from "../../cel/expression";
import { object } from "../../cel/workload";
import { ofControls, required } from "../../control/control";
import { oneOf } from "../../control/demand";
import type { Place } from "../../control/place";
import { localClassesSchema, type LocalClasses } from "../../control/privateStorage";
import { nameOf } from "../../model/kubernetesObject";
import { noProvisioner } from "../../model/storageClass";
import type { ObjectRule } from "../../rule";

/** A class of local volumes binds a claim only when its pod has a node. */
export const requireLocalBinding: ObjectRule<LocalClasses> = {
  name: "storageclass-require-local-binding",
  title: "Local volumes are bound by the scheduler",
  description:
    "A StorageClass of local volumes has no provisioner and waits for the first consumer.",
  severity: "high",
  level: "mandatory",
  rationale:
    "With immediate binding a claim gets a volume of any node, and its pod is tied to that node for ever, also when " +
    "it cannot run there.",
  url: "https://kubernetes.io/docs/concepts/storage/storage-classes/#local",
  remedy: "`provisioner: kubernetes.io/no-provisioner`, `volumeBindingMode: WaitForFirstConsumer`",
  settings: { localClasses: localClassesSchema },
  ...ofControls<LocalClasses>(["StorageClass"], ({ localClasses }) => [
    required(
      localClass(localClasses),
      oneOf(noProvisioner),
      `must be "${noProvisioner}", because local volumes are declared and not made on demand`,
      "provisioner",
    ),
    required(
      localClass(localClasses),
      oneOf("WaitForFirstConsumer"),
      'must be "WaitForFirstConsumer", so that a claim gets a volume of the node on which its pod can run',
      "volumeBindingMode",
    ),
  ]),
  admissionLimit:
    "Of classes without a provisioner the API server judges those in `localClasses` alone: the others may be another team's.",
};

/** A StorageClass of local volumes: named as one, or without a provisioner. */
function localClass(names: readonly string[]): Place {
  return {
    title: "",
    find: (object) =>
      object.kind === "StorageClass" &&
      (names.includes(nameOf(object)) || object.manifest.at("provisioner").text === noProvisioner)
        ? [object.manifest]
        : [],
    every: (holds) => cel`!(object.metadata.?name.orValue("") in ${names}) || (${holds(object)})`,
  };
}
