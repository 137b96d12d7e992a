import { sourcesOf } from "../../model/configurationFiles";
import type { Field } from "../../model/field";
import { heldTexts } from "../../model/heldTexts";
import { namespaceOf } from "../../model/kubernetesObject";
import type { Stack } from "../../model/stack";
import { isUnknownValue } from "../../model/unknownValue";
import type { Workload } from "../../model/workload";
import type { ObjectViolation, StackRule } from "../../rule";

/** A pod waits without end for a file or a variable that nobody has. */
export const requireHeldKeys: StackRule = {
  name: "pod-require-held-keys",
  title: "What pods are given is there",
  description:
    "The files and variables of Glance's pods come from keys that their Secrets and ConfigMaps have.",
  severity: "high",
  level: "mandatory",
  rationale:
    "A pod that names a key which its Secret or ConfigMap does not have never starts, and only its events say why.",
  url: "https://kubernetes.io/docs/concepts/configuration/secret/#optional-secrets",
  remedy: "a key that the Secret or ConfigMap has, or `optional: true`",
  scope: "stack",
  validate: (stack) =>
    stack.glanceWorkloads.flatMap((workload) =>
      wantedKeys(workload).flatMap((wanted) => keyViolation(workload, wanted, stack)),
    ),
  admissionLimit: "Which keys there are says another object, and either may come first.",
};

/** A key that a pod does not start without. */
interface WantedKey {
  kind: string;
  name: string | undefined;
  field: Field;
}

function wantedKeys({ volumes, containers }: Workload): WantedKey[] {
  const files = volumes
    .flatMap(sourcesOf)
    .filter(({ isOptional }) => !isOptional)
    .flatMap(({ kind, name, items }) =>
      items.items().map((item) => ({ kind, name, field: item.at("key") })),
    );
  const variables = containers
    .flatMap((container) => container.all("env[].valueFrom"))
    .flatMap((source) => [
      ...variable("ConfigMap", source.at("configMapKeyRef")),
      ...variable("Secret", source.at("secretKeyRef")),
    ]);
  return [...files, ...variables];
}

function variable(kind: string, source: Field): WantedKey[] {
  return source.isAbsent || source.at("optional").boolean === true
    ? []
    : [{ kind, name: source.at("name").text, field: source.at("key") }];
}

function keyViolation(
  workload: Workload,
  { kind, name, field }: WantedKey,
  stack: Stack,
): ObjectViolation[] {
  const holder = stack.find(kind, namespaceOf(workload), name);
  const keys = holder === undefined ? [] : knownKeys(() => heldTexts(holder));
  // An empty one is filled by the cluster, as with the certificates that it trusts.
  return holder === undefined || keys.length === 0 || keys.includes(field.text ?? "")
    ? []
    : [{ object: workload, field, message: `must be a key of ${holder.title}` }];
}

/** None of what is unknown during preview. */
function knownKeys(read: () => { key: string }[]): string[] {
  try {
    return read().map(({ key }) => key);
  } catch (error) {
    if (isUnknownValue(error)) {
      return [];
    }
    throw error;
  }
}
