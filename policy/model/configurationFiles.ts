import { posix } from "node:path";

import type { Field } from "./field";
import { type KubernetesObject, namespaceOf } from "./kubernetesObject";
import { heldTexts } from "./heldTexts";
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
    .all("volumeMounts[]")
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

/** A Secret or ConfigMap of which a volume is made. */
export interface Source {
  kind: string;
  name: string | undefined;
  /** Where the name stands. */
  field: Field;
  /** The keys that are picked, and their paths; absent for all. */
  items: Field;
  /** Whether the pod starts without it. */
  isOptional: boolean;
}

/** The Secrets and ConfigMaps of which a volume is made. */
export function sourcesOf(volume: Field): Source[] {
  const source = (kind: string, field: Field, name: string): Source[] =>
    field.isAbsent
      ? []
      : [
          {
            kind,
            name: field.at(name).text,
            field: field.at(name),
            items: field.at("items"),
            isOptional: field.at("optional").boolean === true,
          },
        ];
  return [
    ...source("Secret", volume.at("secret"), "secretName"),
    ...source("ConfigMap", volume.at("configMap"), "name"),
    ...volume
      .all("projected.sources[]")
      .flatMap((entry) => [
        ...source("Secret", entry.at("secret"), "name"),
        ...source("ConfigMap", entry.at("configMap"), "name"),
      ]),
  ];
}

/** The places where a volume names Secrets. */
export function secretSourcesOf(volume: Field): Field[] {
  return sourcesOf(volume)
    .filter(({ kind }) => kind === "Secret")
    .map(({ field }) => field);
}

/** The files of a volume, with paths relative to it. */
function filesOfVolume(volume: Field, namespace: string, stack: Stack): ConfigurationFile[] {
  return sourcesOf(volume).flatMap(({ kind, name, items }) => {
    const object = name === undefined ? undefined : stack.find(kind, namespace, name);
    return object === undefined ? [] : filesOfObject(object, items);
  });
}

/** Sources of volumes whose files stand in objects, or nowhere before the pod is there. */
const plainSources = ["secret", "configMap", "projected", "downwardAPI", "emptyDir"];

/**
 * Finds what a volume of a workload, by its name, has that the objects do not hold, for messages; undefined when there is
 * nothing. An empty directory is filled by init containers, if any have it.
 */
export function unseenSources(
  workload: Workload,
  stack: Stack,
): (name: string | undefined) => string | undefined {
  const prepared = new Set(
    workload.mounts
      .filter(({ field }) => field.keys.includes("initContainers"))
      .map(({ volumeName }) => volumeName),
  );
  const sourceOf = (volume: Field, name = "") => {
    const missing = sourcesOf(volume).find(
      (source) => stack.find(source.kind, namespaceOf(workload), source.name) === undefined,
    );
    if (missing !== undefined) {
      return `${missing.kind} '${missing.name ?? ""}'`;
    }
    const isPrepared = !volume.at("emptyDir").isAbsent && prepared.has(name);
    const isElsewhere = volume.names.some((key) => key !== "name" && !plainSources.includes(key));
    return isPrepared || isElsewhere ? `volume '${name}'` : undefined;
  };
  const volumes = new Map(workload.volumes.map((volume) => [volume.at("name").text, volume]));
  return (name) => {
    const volume = volumes.get(name);
    return volume && sourceOf(volume, name);
  };
}

/** The keys of a Secret or ConfigMap, or those that a volume picks, as files. */
function filesOfObject(object: KubernetesObject, picked: Field): ConfigurationFile[] {
  const paths = new Map(picked.items().map((item) => [item.at("key").text, item.at("path").text]));
  return heldTexts(object).flatMap(({ key, field, read }) => {
    const path = picked.isAbsent ? key : paths.get(key);
    return path === undefined ? [] : [{ path, object, field, read }];
  });
}
