import { posix } from "node:path";

import type { Field } from "./field";
import { type KubernetesObject, namespaceOf } from "./kubernetesObject";
import type { Stack } from "./stack";
import type { Workload } from "./workload";

/** A file that a container finds in a Secret or ConfigMap. */
export interface ConfigurationFile {
  /** Absolute path in the container. */
  path: string;
  /** The Secret or ConfigMap. */
  object: KubernetesObject;
  /** Where its text is. */
  field: Field;
  /** Reads the text; empty for what is no text. Throws when it is unknown during preview. */
  read: () => string;
}

/** Finds the files of the containers of a workload in the Secrets and ConfigMaps of a stack, each by path. */
export function configurationFiles(
  workload: Workload,
  stack: Stack,
): (container: Field) => ConfigurationFile[] {
  const volumes = new Map(workload.volumes.map((volume) => [volume.at("name").text, volume]));
  const filesOf = (name: string | undefined) => {
    const volume = volumes.get(name);
    return volume === undefined ? [] : filesOfVolume(volume, namespaceOf(workload), stack);
  };
  return (container) => filesOfMounts(container, filesOf);
}

function filesOfMounts(
  container: Field,
  filesOf: (volumeName: string | undefined) => ConfigurationFile[],
): ConfigurationFile[] {
  return container
    .at("volumeMounts")
    .items()
    .flatMap((mount) => {
      const mountPath = mount.at("mountPath").text ?? "/";
      const subPath = mount.at("subPath").text ?? "";
      return filesOf(mount.at("name").text).flatMap((file) => {
        // The path may lead to a file, or to a directory of files.
        const path = posix.relative(posix.join("/", subPath), posix.join("/", file.path));
        return path.startsWith("..") ? [] : [{ ...file, path: posix.join(mountPath, path) }];
      });
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The files of a volume, with paths relative to it. */
function filesOfVolume(volume: Field, namespace: string, stack: Stack): ConfigurationFile[] {
  const projected = volume.at("projected", "sources").items();
  const sources: [kind: string, source: Field, name: string | undefined][] = [
    ["Secret", volume.at("secret"), volume.at("secret", "secretName").text],
    ["ConfigMap", volume.at("configMap"), volume.at("configMap", "name").text],
    ...projected.flatMap((entry): [string, Field, string | undefined][] => [
      ["Secret", entry.at("secret"), entry.at("secret", "name").text],
      ["ConfigMap", entry.at("configMap"), entry.at("configMap", "name").text],
    ]),
  ];
  return sources.flatMap(([kind, source, name]) => {
    const object = name === undefined ? undefined : stack.find(kind, namespace, name);
    return object === undefined ? [] : filesOfObject(object, source.at("items"));
  });
}

/** The keys of a Secret or ConfigMap, or those that a volume picks, as files. */
function filesOfObject(object: KubernetesObject, picked: Field): ConfigurationFile[] {
  const paths = new Map(picked.items().map((item) => [item.at("key").text, item.at("path").text]));
  const texts = ["data", "binaryData", "stringData"].map((name) => object.manifest.at(name));
  // What stands in both is taken from stringData, as the API server does.
  const holders = new Map(texts.flatMap((text) => text.names.map((key) => [key, text] as const)));
  return [...holders].flatMap(([key, holder]) => {
    const path = picked.isAbsent ? key : paths.get(key);
    const field = holder.place(key);
    return path === undefined
      ? []
      : [{ path, object, field, read: () => textOf(object, holder.at(key)) }];
  });
}

/** The text of a key of a Secret or ConfigMap. */
export function textOf({ kind }: KubernetesObject, field: Field): string {
  const text = field.text ?? "";
  const holder = field.keys.at(-2);
  return holder === "binaryData" || (kind === "Secret" && holder === "data")
    ? Buffer.from(text, "base64").toString("utf8")
    : text;
}
