import type { Field } from "./field";
import { heldTexts } from "./heldTexts";
import { type KubernetesObject, namespaceOf } from "./kubernetesObject";
import type { Stack } from "./stack";
import { type Workload, wordsOf } from "./workload";

/** A variable of the environment of a container, as far as the objects say. */
export interface EnvironmentVariable {
  name: string;
  /** The workload, or the Secret or ConfigMap that holds the value. */
  object: KubernetesObject;
  field: Field;
  /** Reads the value; undefined when no object has it. Throws when it is unknown during preview. */
  read: () => string | undefined;
}

/** The environment of a container; of several variables with one name the last one holds. */
export function environmentIn(
  workload: Workload,
  container: Field,
  stack: Stack,
): EnvironmentVariable[] {
  const find = (kind: string, source: Field) =>
    stack.find(kind, namespaceOf(workload), source.at("name").text);
  const sources = container.all("envFrom[]").flatMap((entry) => {
    const prefix = entry.at("prefix").text ?? "";
    const object =
      find("ConfigMap", entry.at("configMapRef")) ?? find("Secret", entry.at("secretRef"));
    return object === undefined ? [] : variablesOf(object, prefix);
  });
  const entries = container.all("env[]").map((entry): EnvironmentVariable => {
    const name = entry.at("name").text ?? "";
    const value = entry.at("value");
    for (const [kind, key] of [
      ["ConfigMap", "configMapKeyRef"],
      ["Secret", "secretKeyRef"],
    ] as const) {
      const source = entry.at("valueFrom", key);
      const object = source.isAbsent ? undefined : find(kind, source);
      const found =
        object && variablesOf(object, "").find((one) => one.name === source.at("key").text);
      if (found !== undefined) {
        return { ...found, name };
      }
    }
    return { name, object: workload, field: value, read: () => value.text };
  });
  return [...sources, ...entries, ...assignedIn(workload, container)];
}

/** What a command sets before Glance runs, by `env` or a shell. */
function assignedIn(workload: Workload, container: Field): EnvironmentVariable[] {
  return wordsOf(container).flatMap((field) =>
    [...(field.text ?? "").matchAll(assignment)].map(
      ([, name = "", quoted, doubleQuoted, plain]) => ({
        name,
        object: workload,
        field,
        read: () => quoted ?? doubleQuoted ?? plain,
      }),
    ),
  );
}

const assignment = /(?<![\w-])(OS_\w+|HOME)=(?:'([^']*)'|"([^"]*)"|([^\s'";&|]*))/g;

function variablesOf(object: KubernetesObject, prefix: string): EnvironmentVariable[] {
  return heldTexts(object)
    .filter(({ isBinary }) => !isBinary)
    .map(({ key, field, read }) => ({ name: `${prefix}${key}`, object, field, read }));
}
