import { celList } from "../../cel";
import { localClassesSchema, type LocalClasses } from "../../model/accessModes";
import { nameOf } from "../../model/kubernetesObject";
import type { ObjectRule, Violation } from "../../rule";

const noProvisioner = "kubernetes.io/no-provisioner";
const provisionerMessage = `must be "${noProvisioner}", because local volumes are declared and not made on demand`;
const bindingMessage =
  'must be "WaitForFirstConsumer", so that a claim gets a volume of the node on which its pod can run';

/** A class of local volumes binds a claim only when its pod has a node. */
export const requireLocalBinding: ObjectRule<LocalClasses> = {
  name: "storageclass-require-local-binding",
  title: "Local volumes are bound by the scheduler",
  description:
    "A StorageClass of local volumes has no provisioner and waits for the first consumer.",
  severity: "high",
  level: "mandatory",
  rationale: {
    text:
      "With immediate binding a claim gets a volume of any node, and its pod is tied to that node for ever, also when " +
      "it cannot run there.",
    url: "https://kubernetes.io/docs/concepts/storage/storage-classes/#local",
  },
  remedy: "`provisioner: kubernetes.io/no-provisioner`, `volumeBindingMode: WaitForFirstConsumer`",
  settings: { localClasses: localClassesSchema },
  scope: "object",
  validate(object, { localClasses }) {
    const { kind, manifest, isPatch } = object;
    if (kind !== "StorageClass") {
      return [];
    }
    const provisioner = manifest.at("provisioner");
    const binding = manifest.at("volumeBindingMode");
    const isLocal = localClasses.includes(nameOf(object)) || provisioner.text === noProvisioner;
    const violations: Violation[] = [
      ...(provisioner.text === noProvisioner
        ? []
        : [{ field: provisioner, message: provisionerMessage }]),
      ...(binding.text === "WaitForFirstConsumer"
        ? []
        : [{ field: binding, message: bindingMessage }]),
    ];
    return isLocal ? violations.filter(({ field }) => !(isPatch && field.isAbsent)) : [];
  },
  admission: {
    kinds: ["StorageClass"],
    validations: ({ localClasses }) => {
      const isNone = `object.provisioner == "${noProvisioner}"`;
      const isLocal = `(object.metadata.?name.orValue("") in ${celList(localClasses)} || ${isNone})`;
      return [
        { expression: `!${isLocal} || ${isNone}`, message: `provisioner ${provisionerMessage}` },
        {
          expression: `!${isLocal} || object.?volumeBindingMode.orValue("") == "WaitForFirstConsumer"`,
          message: `volumeBindingMode ${bindingMessage}`,
        },
      ];
    },
  },
};
