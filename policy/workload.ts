import { posix } from "node:path";

import type { ResourceValidationArgs } from "@pulumi/policy";

import type { Field } from "./field";
import { objectsOf, type KubernetesObject } from "./kubernetesObject";

/** Where most workloads keep the specification of their pods, those of custom resources included. */
const usualPodSpec: readonly string[] = ["spec", "template", "spec"];

/** Where other workloads keep it. */
const otherPodSpecs: ReadonlyMap<string, readonly string[]> = new Map([
  ["Pod", ["spec"]],
  ["PodTemplate", ["template", "spec"]],
  ["CronJob", ["spec", "jobTemplate", "spec", "template", "spec"]],
]);

const containerLists = ["initContainers", "containers"];

/** A Kubernetes object that runs pods. */
export interface Workload extends KubernetesObject {
  /** Init containers and containers. */
  containers: Field[];
  volumes: Field[];
  /** Claim templates of a StatefulSet; empty for the other kinds. */
  claimTemplates: Field[];
  mounts: Mount[];
}

/** A volume mounted into a container. */
export interface Mount {
  /** Absolute and normalised: no `.`, `..`, doubled or trailing slash. */
  mountPath: string;
  /** Name of the volume or of the claim template. */
  volumeName: string | undefined;
  field: Field;
}

/** The workloads that a resource declares. */
export function workloadsOf(args: ResourceValidationArgs): Workload[] {
  return objectsOf(args).flatMap((object) => {
    const podSpec = object.manifest.at(...(otherPodSpecs.get(object.kind) ?? usualPodSpec));
    return containerLists.every((list) => podSpec.at(list).isAbsent)
      ? []
      : [workload(object, podSpec)];
  });
}

/** The mounts of a volume or claim template, in any container. */
export function mountsOf(workload: Workload, volumeName: string | undefined): Mount[] {
  return workload.mounts.filter((mount) => mount.volumeName === volumeName);
}

function workload(object: KubernetesObject, podSpec: Field): Workload {
  const containers = containerLists.flatMap((list) => podSpec.at(list).items());
  const { kind, manifest } = object;
  return {
    ...object,
    containers,
    volumes: podSpec.at("volumes").items(),
    claimTemplates:
      kind === "StatefulSet" ? manifest.at("spec", "volumeClaimTemplates").items() : [],
    mounts: containers.flatMap(containerMounts),
  };
}

/** The mounts of one container. */
export function containerMounts(container: Field): Mount[] {
  return container.at("volumeMounts").items().flatMap(mount);
}

function mount(field: Field): Mount[] {
  const mountPath = field.at("mountPath").text;
  return mountPath === undefined
    ? []
    : // The kubelet takes a relative path from the root.
      [{ mountPath: posix.resolve("/", mountPath), volumeName: field.at("name").text, field }];
}
