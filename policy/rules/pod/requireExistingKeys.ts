import { sourcesOf } from "../../model/configurationFiles";
import type { Field } from "../../model/field";
import { heldTexts } from "../../model/heldTexts";
import { type KubernetesObject, nameOf, namespaceOf } from "../../model/kubernetesObject";
import type { Stack } from "../../model/stack";
import type { Workload } from "../../model/workload";
import type { StackRule } from "../../rule";

/** A pod waits without end for a file or a variable from a key that does not exist. */
export const requireExistingKeys: StackRule = {
  name: "pod-require-existing-keys",
  title: "Pods reference keys that exist",
  description:
    "The files and variables of Glance's pods come from keys that their Secrets and ConfigMaps have.",
  severity: "high",
  level: "mandatory",
  rationale:
    "A pod that references a key which its Secret or ConfigMap does not have never starts, and only its events say why.",
  url: "https://kubernetes.io/docs/concepts/configuration/secret/#optional-secrets",
  remedy: "a key that the Secret or ConfigMap has, or `optional: true`",
  scope: "stack",
  validate: (stack) =>
    stack.glanceWorkloads.flatMap((workload) =>
      references(workload)
        .filter((reference) => isBroken(workload, reference, stack))
        .map(({ kind, name = "", field }) => ({
          object: workload,
          field,
          message: `must be a key that ${kind} '${name}' has, or the reference must be optional, because the pod never starts otherwise`,
        })),
    ),
  admissionLimit: "Which keys there are says another object, and either may come first.",
};

/** A key that a pod does not start without. */
interface Reference {
  kind: string;
  name: string | undefined;
  field: Field;
  /** Whether it makes a variable, which binary data cannot. */
  isVariable: boolean;
}

function references({ volumes, mounts, containers }: Workload): Reference[] {
  const mounted = new Set(mounts.map(({ volumeName }) => volumeName));
  const files = volumes
    .filter((volume) => mounted.has(volume.at("name").text))
    .flatMap(sourcesOf)
    .filter(({ isOptional }) => !isOptional)
    .flatMap(({ kind, name, items }) =>
      items.items().map((item) => ({ kind, name, field: item.at("key"), isVariable: false })),
    );
  const variables = containers
    .flatMap((container) => container.all("env[].valueFrom"))
    .flatMap((source) => [
      ...variable("ConfigMap", source.at("configMapKeyRef")),
      ...variable("Secret", source.at("secretKeyRef")),
    ]);
  return [...files, ...variables];
}

function variable(kind: string, source: Field): Reference[] {
  return source.isAbsent || source.at("optional").boolean === true
    ? []
    : [{ kind, name: source.at("name").text, field: source.at("key"), isVariable: true }];
}

function isBroken(
  workload: Workload,
  { kind, name, field, isVariable }: Reference,
  stack: Stack,
): boolean {
  const holders = stack
    .inNamespace(kind, namespaceOf(workload))
    .filter((object) => nameOf(object) === name);
  const keys = holders
    .flatMap(heldTexts)
    .filter(({ isBinary }) => !isVariable || !isBinary)
    .map(({ key }) => key);
  return (
    holders.length > 0 && !holders.some(isCompletedByCluster) && !keys.includes(field.text ?? "")
  );
}

/** Whether there may be further keys: of a patch, an empty object, and one to which the cluster adds certificates or a token. */
function isCompletedByCluster(holder: KubernetesObject): boolean {
  const { manifest, isPatch } = holder;
  const annotations = manifest.at("metadata", "annotations");
  return (
    isPatch ||
    heldTexts(holder).length === 0 ||
    manifest.at("type").text === "kubernetes.io/service-account-token" ||
    annotations.names.some((name) => name.endsWith("/inject-cabundle"))
  );
}
