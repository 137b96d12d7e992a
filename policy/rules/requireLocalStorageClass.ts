import { celList } from "../cel";
import { localClassesSchema, type LocalClasses } from "../objects/accessModes";
import { nameOf } from "../objects/kubernetesObject";
import type { ObjectRule, Problem } from "../rule";

const noProvisioner = "kubernetes.io/no-provisioner";
const provisionerAdvice = `must be "${noProvisioner}", because local volumes are declared and not made on demand`;
const bindingAdvice =
  'must be "WaitForFirstConsumer", so that a claim gets a volume of the node on which its pod can run';

/** A class of local volumes binds a claim only when its pod has a node. */
export const requireLocalStorageClass: ObjectRule<LocalClasses> = {
  name: "storageclass-require-local-binding",
  title: "Local volumes are bound by the scheduler",
  description:
    "A StorageClass of local volumes has no provisioner and waits for the first consumer.",
  severity: "high",
  level: "mandatory",
  why: {
    text:
      "With immediate binding a claim gets a volume of any node, and its pod is tied to that node for ever, also when " +
      "it cannot run there.",
    url: "https://kubernetes.io/docs/concepts/storage/storage-classes/#local",
  },
  remedy: "`provisioner: kubernetes.io/no-provisioner`, `volumeBindingMode: WaitForFirstConsumer`",
  settings: { localClasses: localClassesSchema },
  scope: "object",
  judge(object, { localClasses }) {
    const { kind, manifest, isPatch } = object;
    if (kind !== "StorageClass") {
      return [];
    }
    const provisioner = manifest.at("provisioner");
    const binding = manifest.at("volumeBindingMode");
    const isLocal = localClasses.includes(nameOf(object)) || provisioner.text === noProvisioner;
    const problems: Problem[] = [
      ...(provisioner.text === noProvisioner
        ? []
        : [{ field: provisioner, advice: provisionerAdvice }]),
      ...(binding.text === "WaitForFirstConsumer"
        ? []
        : [{ field: binding, advice: bindingAdvice }]),
    ];
    return isLocal ? problems.filter(({ field }) => !(isPatch && field.isAbsent)) : [];
  },
  admission: {
    kinds: ["StorageClass"],
    validations: ({ localClasses }) => {
      const isNone = `object.provisioner == "${noProvisioner}"`;
      const isLocal = `(object.metadata.?name.orValue("") in ${celList(localClasses)} || ${isNone})`;
      return [
        { expression: `!${isLocal} || ${isNone}`, problem: `provisioner ${provisionerAdvice}` },
        {
          expression: `!${isLocal} || object.?volumeBindingMode.orValue("") == "WaitForFirstConsumer"`,
          problem: `volumeBindingMode ${bindingAdvice}`,
        },
      ];
    },
  },
};
