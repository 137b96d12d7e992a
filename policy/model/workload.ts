import type { Field } from "./field";
import type { KubernetesObject } from "./kubernetesObject";
import { remembered } from "./remembered";

/** Where most workloads keep the specification of their pods, those of custom resources included. */
const usualPodSpec: readonly string[] = ["spec", "template", "spec"];

/** Where other workloads keep it. */
const otherPodSpecs: ReadonlyMap<string, readonly string[]> = new Map([
  ["Pod", ["spec"]],
  ["PodTemplate", ["template", "spec"]],
  ["CronJob", ["spec", "jobTemplate", "spec", "template", "spec"]],
]);

/**
 * Kinds that a controller makes from an object of other kinds, which is the one to validate and to change. What is owned
 * by anything else, such as a Rollout, is validated itself: the API server is not asked about that.
 */
export const derivedKinds: Readonly<Record<string, readonly string[]>> = {
  Pod: ["ReplicaSet", "ReplicationController", "StatefulSet", "DaemonSet", "Job"],
  ReplicaSet: ["Deployment"],
  ReplicationController: ["DeploymentConfig"],
  Job: ["CronJob"],
};

/** API versions of those other kinds; written for RE2 as well. Another group may have a kind of the same name. */
export const ownerVersions = "^(v1|(apps|batch|extensions|apps[.]openshift[.]io)/[a-z0-9]+)$";

const containerLists = ["initContainers", "containers", "ephemeralContainers"];

/** A Kubernetes object that runs pods. */
export interface Workload extends KubernetesObject {
  podSpec: Field;
  /** Init containers, containers and ephemeral containers. */
  containers: Field[];
  volumes: Field[];
  /** Claim templates of a StatefulSet; empty for the other kinds. */
  claimTemplates: Field[];
  mounts: Mount[];
}

/** A volume mounted into a container. */
export interface Mount {
  /** Names of the directories that lead to it; empty for `/`. */
  directories: string[];
  /** Name of the volume or of the claim template. */
  volumeName: string | undefined;
  field: Field;
}

/** Where an object of a kind that runs pods specifies them. */
export function podSpecOf({ kind, manifest }: KubernetesObject): Field {
  return manifest.at(...(otherPodSpecs.get(kind) ?? usualPodSpec));
}

/** An object as a workload; undefined for what runs no pods or was made by the controller of another workload. */
export const workloadOf = remembered((object: KubernetesObject): Workload | undefined => {
  const { kind, manifest } = object;
  const podSpec = podSpecOf(object);
  if (containerLists.every((list) => podSpec.at(list).isAbsent) || isDerived(object)) {
    return undefined;
  }
  const containers = containerLists.flatMap((list) => podSpec.at(list).items());
  return {
    ...object,
    podSpec,
    containers,
    volumes: podSpec.at("volumes").items(),
    claimTemplates:
      kind === "StatefulSet" ? manifest.at("spec", "volumeClaimTemplates").items() : [],
    mounts: containers.flatMap(containerMounts),
  };
});

function isDerived({ kind, manifest }: KubernetesObject): boolean {
  return manifest
    .all("metadata.ownerReferences[]")
    .some(
      (owner) =>
        owner.at("controller").boolean === true &&
        new RegExp(ownerVersions).test(owner.at("apiVersion").text ?? "") &&
        derivedKinds[kind]?.includes(owner.at("kind").text ?? ""),
    );
}

/** Whether the pods run to their end and serve nothing. */
export function isJob({ kind }: KubernetesObject): boolean {
  return kind === "Job" || kind === "CronJob";
}

/** The mounts of a volume or claim template, in any container. */
export function mountsOf(workload: Workload, volumeName: string | undefined): Mount[] {
  return workload.mounts.filter((mount) => mount.volumeName === volumeName);
}

/** The mounts of one container. */
export function containerMounts(container: Field): Mount[] {
  return container.all("volumeMounts[]").flatMap(mount);
}

/** All that the command line of a container says. */
export function wordsOf(container: Field): Field[] {
  return [...container.all("command[]"), ...container.all("args[]")];
}

function mount(field: Field): Mount[] {
  const mountPath = field.at("mountPath").text;
  return mountPath === undefined
    ? []
    : // The kubelet takes a relative path from the root.
      [
        {
          directories: mountPath.split("/").filter((name) => name !== "" && name !== "."),
          volumeName: field.at("name").text,
          field,
        },
      ];
}
