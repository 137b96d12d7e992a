import { stagingClaims } from "../cel/stagingClaims";
import { all, cel, type Expression } from "../cel/expression";
import {
  claimTemplates,
  everyContainer,
  everyStagingMount,
  object,
  ofGlance,
  podSpec,
  podTemplate,
  servingContainers as celServingContainers,
  touchesStaging as celTouchesStaging,
  mountsOf as celMountsOf,
} from "../cel/workload";
import type { Field } from "../model/field";
import type { KubernetesObject } from "../model/kubernetesObject";
import {
  glanceStatefulSets,
  glanceWorkloadOf,
  servingContainersOf,
  touchesStaging,
} from "../model/staging";
import { stagingClaimsOf } from "../model/stagingClaims";
import { containerMounts, workloadOf } from "../model/workload";

/** Where the fields of a control are: a part of an object that it may have once, several times or not at all. */
export interface Place {
  /** What it is, after the name of a field in messages of the API server; empty for the object itself. */
  title: string;
  /** Where it stands in the object, before the names of fields in these messages. @default nowhere that is always the same */
  path?: string;
  /** In a manifest. */
  find(object: KubernetesObject): readonly Field[];
  /** Whether it is meant in this object; read last, because what it depends on may be unknown during preview. */
  isMeant?: (object: KubernetesObject) => boolean;
  /** What must hold wherever it is meant, in CEL. */
  every(holds: (place: Expression) => Expression): Expression;
}

/** A StatefulSet with the pods of a Glance API. */
export const glanceStatefulSet: Place = {
  title: "",
  find: (object) => glanceStatefulSets([object]).map(({ manifest }) => manifest),
  every: (holds) => ofGlance(holds(object)),
};

/** The specification of the pods of a Glance API. */
export const glancePods: Place = {
  title: "the pods",
  find: (object) => glanceWorkloadOf(object).map(({ podSpec }) => podSpec),
  every: (holds) => ofGlance(holds(podSpec)),
};

/** The template of the pods of a Glance API. */
export const glancePodTemplates: Place = {
  title: "the pods",
  find: (object) =>
    glanceWorkloadOf(object).map(({ manifest, podSpec }) =>
      manifest.at(...podSpec.keys.slice(manifest.keys.length, -1).map(String)),
    ),
  every: (holds) => ofGlance(holds(podTemplate)),
};

/** The containers of a Glance API, init containers and ephemeral containers included. */
export const glanceContainers: Place = {
  title: "every container",
  find: (object) => glanceWorkloadOf(object).flatMap(({ containers }) => containers),
  every: everyContainer,
};

/** The containers that serve the API. */
export const servingContainers: Place = {
  title: "every container that serves the API",
  find(object) {
    const workload = workloadOf(object);
    return workload === undefined ? [] : servingContainersOf(workload);
  },
  every: (holds) => all(celServingContainers, "c", holds),
};

/** The mounts of these containers at the staging directory, above it or below it. */
export const servingStagingMounts: Place = {
  title: "the staging claim",
  find: (object) =>
    servingContainers
      .find(object)
      .flatMap(containerMounts)
      .filter(touchesStaging)
      .map(({ field }) => field),
  every: (holds) =>
    servingContainers.every((container) =>
      all(celMountsOf(container), "m", (m) => cel`!${celTouchesStaging(m)} || (${holds(m)})`),
    ),
};

/** The mounts of a Glance API at the staging directory, above it or below it. */
export const stagingMounts: Place = {
  title: "the staging claim",
  find: (object) =>
    glanceWorkloadOf(object).flatMap(({ mounts }) =>
      mounts.filter(touchesStaging).map(({ field }) => field),
    ),
  every: everyStagingMount,
};

/** The specifications of staging claims that are made for the pods of a workload. */
export const podStagingClaims: Place = {
  title: "the staging claim",
  find(object) {
    const workload = workloadOf(object);
    return workload === undefined ? [] : stagingClaimsOf(workload);
  },
  every: (holds) => all(stagingClaims, "s", holds),
};

/** The claim templates of a Glance API. */
export const glanceClaimTemplates: Place = {
  title: "every claim template",
  find: (object) => glanceWorkloadOf(object).flatMap(({ claimTemplates }) => claimTemplates),
  every: (holds) => ofGlance(all(claimTemplates, "t", holds)),
};

/** A place in workloads, for a rule that is about claims and volumes by themselves as well. */
export function ofWorkloads(place: Place): Place {
  return {
    ...place,
    every: (holds) =>
      cel`object.kind in ["PersistentVolume", "PersistentVolumeClaim"] || (${place.every(holds)})`,
  };
}
