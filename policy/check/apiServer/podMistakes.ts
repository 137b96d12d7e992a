import { parseQuantity } from "../../../model/quantity";
import type { Field } from "../../model/field";
import { isOfKubernetes, type KubernetesObject } from "../../model/kubernetesObject";
import { matchesLabels } from "../../model/selector";
import { podSpecOf } from "../../model/workload";
import type { Mistake } from "./mistake";

/** Kinds whose pods run to their end. */
const jobKinds = ["CronJob", "Job"];

/** Kinds whose pods are started again and again, and are found by a selector. */
const servingKinds = ["DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"];

const podKinds = [...jobKinds, ...servingKinds, "Pod", "ReplicationController"];

/** Whether an object is of a built-in kind that runs pods. */
export function isOfPods(object: KubernetesObject): boolean {
  return podKinds.includes(object.kind) && isOfKubernetes(object);
}

/** Pods without containers. */
export function containerMistakes(object: KubernetesObject): Mistake[] {
  const field = podSpecOf(object).at("containers");
  return isOfPods(object) &&
    !object.isPatch &&
    (field.isAbsent || field.isList) &&
    field.items().every((one) => one.names.length === 0)
    ? [{ field, message: "the API server takes no pods without containers; name one" }]
    : [];
}

/** What keeps the pods of an object from being made, or from starting: fields that do not fit each other. */
export function podMistakes(object: KubernetesObject): Mistake[] {
  if (!isOfPods(object) || object.isPatch) {
    return [];
  }
  const podSpec = podSpecOf(object);
  const containers = containersOf(podSpec);
  const volumes = volumesOf(object, podSpec);
  return [
    ...lifeMistakes(object, podSpec),
    ...selectorMistakes(object),
    ...repeated(containers, "name"),
    ...repeated(podSpec.at("volumes").items(), "name"),
    ...containers.flatMap((container) => [
      ...repeated(container.at("volumeMounts").items(), "mountPath"),
      ...mountMistakes(container, volumes),
      ...resourceMistakes(container.at("resources")),
    ]),
  ];
}

/** Init containers and containers. */
export function containersOf(podSpec: Field): Field[] {
  return [...podSpec.all("initContainers[]"), ...podSpec.all("containers[]")];
}

function lifeMistakes({ kind }: KubernetesObject, podSpec: Field): Mistake[] {
  const restart = podSpec.at("restartPolicy");
  const deadline = podSpec.at("activeDeadlineSeconds");
  if (jobKinds.includes(kind)) {
    return restart.text === "Always"
      ? [
          {
            field: restart,
            message: "the API server takes a Job with OnFailure or Never; write one",
          },
        ]
      : [];
  }
  return !servingKinds.includes(kind)
    ? []
    : [restart, deadline]
        .filter((field) => !field.isAbsent && field.text !== "Always")
        .map((field) => ({
          field,
          message: `the API server takes no pods of a ${kind} that end by themselves; remove this`,
        }));
}

function selectorMistakes({ kind, manifest }: KubernetesObject): Mistake[] {
  const field = manifest.at("spec", "selector");
  const labels = manifest.at("spec", "template", "metadata", "labels");
  return servingKinds.includes(kind) && !field.isAbsent && !matchesLabels(field, labels)
    ? [
        {
          field,
          message: "the API server takes no selector without the labels of the pods; write them",
        },
      ]
    : [];
}

function repeated(items: readonly Field[], key: string): Mistake[] {
  const seen = new Set<string>();
  return items
    .map((item) => item.at(key))
    .filter(({ text }) => text !== undefined && seen.size === seen.add(text).size)
    .map((field) => ({
      field,
      message: `the API server takes each ${key} once here; write another`,
    }));
}

/** The names by which containers can mount the volumes of a pod. */
function volumesOf(
  { kind, manifest }: KubernetesObject,
  podSpec: Field,
): ReadonlySet<string | undefined> {
  const templates =
    kind === "StatefulSet" ? manifest.at("spec", "volumeClaimTemplates").items() : [];
  return new Set([
    ...podSpec
      .at("volumes")
      .items()
      .map((volume) => volume.at("name").text),
    ...templates.map((template) => template.at("metadata", "name").text),
  ]);
}

function mountMistakes(container: Field, volumes: ReadonlySet<string | undefined>): Mistake[] {
  return container
    .at("volumeMounts")
    .items()
    .map((mount) => mount.at("name"))
    .filter(({ text }) => text !== undefined && !volumes.has(text))
    .map((field) => ({
      field,
      message: "the pod has no such volume, and never starts; write the name of one",
    }));
}

function resourceMistakes(resources: Field): Mistake[] {
  const amount = ({ text, number }: Field) => number ?? parseQuantity(text ?? "");
  const requests = resources.at("requests");
  return requests.names
    .filter((name) => {
      const [request, limit] = [requests, resources.at("limits")].map((one) =>
        amount(one.at(name)),
      );
      return request !== undefined && limit !== undefined && request > limit;
    })
    .map((name) => ({
      field: requests.at(name),
      message: "the API server takes no request above its limit; write less, or a higher limit",
    }));
}
