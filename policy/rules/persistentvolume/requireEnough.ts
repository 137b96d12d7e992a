import { parseStorageQuantity } from "../../../model/quantity";
import type { Field } from "../../model/field";
import { type KubernetesObject, nameOf, namespaceOf } from "../../model/kubernetesObject";
import { hostnameOf } from "../../model/localVolume";
import { areKeptApart, mayRunOn, togetherTerm } from "../../model/podNodes";
import { matchesLabels } from "../../model/selector";
import type { Stack } from "../../model/stack";
import { replicasOf, stagingClaimsOfPods } from "../../model/stagingClaims";
import { classOf, noProvisioner } from "../../model/storageClass";
import { type Claimant, nodesFor, unservedClaims, type Volume } from "../../model/volumeAssignment";
import type { Workload } from "../../model/workload";
import type { ObjectViolation, StackRule } from "../../rule";

/** Settings of the rule. */
interface Settings {
  nodes: number;
}

/** A PersistentVolume as far as it decides which claims get it. */
interface DeclaredVolume extends Volume {
  labels: Field;
  /** Whether Kubernetes gives it out: not when it has failed, or has been another claim's. */
  isUsable: boolean;
}

/** The staging claims of one class, of the pods of a StatefulSet. */
interface SetClaims extends Claimant<DeclaredVolume> {
  set: Workload;
  /** How many pods there are beyond those with claims. */
  furtherPods: number;
}

/** Replicas beyond the disks would wait for ever, and `pulumi up` with them. */
export const requireEnough: StackRule<Settings> = {
  name: "persistentvolume-require-enough",
  title: "There is a volume for every replica",
  description:
    "The PersistentVolumes of a class are enough, large enough, and on nodes where the pods may run, for the staging claims of all replicas of all Glance APIs.",
  severity: "high",
  level: "mandatory",
  rationale:
    "A pod without a volume stays Pending; Pulumi waits for it until it times out and says nothing of volumes. With " +
    "all volumes on one node, that node takes every worker with it.",
  url: "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#binding",
  remedy: "more or larger volumes, on several nodes, or fewer replicas",
  settings: {
    nodes: {
      type: "integer",
      minimum: 1,
      default: 2,
      description:
        "Nodes over which the volumes of an API must be spread, if it has as many replicas.",
    },
  },
  scope: "stack",
  validate(stack, { nodes }) {
    // A number with a slip may be too large to make a claim for each pod; those beyond the volumes get none anyway.
    const mostPods = Math.max(1000, stack.ofKind("PersistentVolume").length + 1);
    const claimants = stack.glanceApis.flatMap((set) => claimsByClass(set, mostPods));
    const nameless = new Set(
      claimants
        .filter(({ set }) => namespaceOf(set) === "")
        .flatMap(({ claims }) => claims.map(({ id }) => id)),
    );
    const classes = new Set(claimants.map(({ storageClass }) => storageClass));
    return [
      ...stack.glanceApis.flatMap(unscheduled),
      ...[...classes].flatMap((storageClass) => {
        const volumes = volumesOf(stack, storageClass, nameless);
        const ofClass = claimants.filter((claimant) => claimant.storageClass === storageClass);
        if (volumes.length > 0) {
          return violationsOf(ofClass, volumes, nodes);
        }
        // Where the stack makes no volumes of the class, somebody else does, or a provisioner.
        return isStatic(storageClass, stack) ? ofClass.flatMap((one) => unmade(one, stack)) : [];
      }),
    ];
  },
  admissionLimit: "Volumes and StatefulSets are several objects.",
};

const message = {
  unmade:
    "must ask for the storageClassName of the declared volumes, because nobody makes volumes of this one, and a pod without a " +
    "volume never starts",
  unscheduled:
    "must be left out, because a claim that waits for the scheduler gets no volume when a pod goes around it",
  lacking: (count: number) =>
    `must be ${count} less, or ${count} more of the declared volumes must be as large as its claims, free or reserved ` +
    "for them, and on nodes where its pods may run, because a pod without a volume never starts",
  together:
    "must not keep the pods on one node, because their volumes are on several, and a pod without a volume never starts",
  spread: (nodes: number) =>
    `must have volumes on at least ${nodes} nodes, because one node takes the staged images of all its pods away`,
  apart: (nodes: number) =>
    `must be ${nodes} at most, or volumes on more nodes must be declared, because no two of the pods may be on one node`,
};

/** Whether a class is among the objects, and no provisioner makes volumes of it. */
function isStatic(storageClass: string, stack: Stack): boolean {
  return stack
    .ofKind("StorageClass")
    .some(
      (object) =>
        nameOf(object) === storageClass && object.manifest.at("provisioner").text === noProvisioner,
    );
}

/** Claims of a class of which there are no volumes, though there are others, of which none is kept for them. */
function unmade({ set, claims }: SetClaims, stack: Stack): ObjectViolation[] {
  const volumes = stack.ofKind("PersistentVolume");
  const names = claims.map(({ id }) => id.replace(/^.*\//, ""));
  const isKept = volumes.some(({ manifest }) =>
    names.includes(manifest.at("spec", "claimRef", "name").text ?? ""),
  );
  return volumes.length === 0 || claims.length === 0 || isKept
    ? []
    : [
        {
          object: set,
          field: set.manifest.at("spec", "volumeClaimTemplates"),
          message: message.unmade,
        },
      ];
}

function unscheduled(set: Workload): ObjectViolation[] {
  const field = set.podSpec.at("nodeName");
  return field.isAbsent ? [] : [{ object: set, field, message: message.unscheduled }];
}

function violationsOf(
  claimants: readonly SetClaims[],
  volumes: readonly DeclaredVolume[],
  nodes: number,
): ObjectViolation[] {
  const unserved = unservedClaims(claimants, volumes);
  const reachedAnywhere = volumes.some(({ node }) => node === undefined);
  return claimants.flatMap((claimant): ObjectViolation[] => {
    const { set: object, claims, furtherPods } = claimant;
    const field = object.manifest.at("spec", "replicas");
    const lacking = claims.filter((claim) => unserved.has(claim)).length + furtherPods;
    if (lacking > 0) {
      return [{ object, field, message: message.lacking(lacking) }];
    }
    const found = nodesFor(claimant, volumes);
    if (reachedAnywhere || claims.length < 2) {
      return [];
    }
    const together = togetherTerm(object);
    if (together !== undefined && found > 1) {
      return [{ object, field: together, message: message.together }];
    }
    if (found < Math.min(nodes, claims.length)) {
      return [{ object, field, message: message.spread(nodes) }];
    }
    return areKeptApart(object) && found < claims.length
      ? [{ object, field, message: message.apart(found) }]
      : [];
  });
}

/** The staging claims of a StatefulSet, those of each template by themselves. */
function claimsByClass(set: Workload, mostPods: number): (SetClaims & { storageClass: string })[] {
  const furtherPods = Math.max(0, replicasOf(set) - mostPods);
  return stagingClaimsOfPods(set, mostPods).map(({ spec, names }) => {
    const bytes = bytesOf(spec.at("resources", "requests", "storage"));
    const selector = spec.at("selector");
    return {
      set,
      furtherPods,
      storageClass: spec.at("storageClassName").text ?? "",
      claims: names.map((name) => ({ id: `${namespaceOf(set)}/${name}`, bytes })),
      canUse: ({ isUsable, node, reservedFor, labels }) =>
        isUsable &&
        (node === undefined || mayRunOn(set, node)) &&
        // A volume that is kept for a claim is not compared with its selector.
        (reservedFor !== undefined || selector.isAbsent || matchesLabels(selector, labels)),
    };
  });
}

/** @param nameless The claims whose set leaves its namespace to whoever applies it: any will do. */
function volumesOf(
  stack: Stack,
  storageClass: string,
  nameless: ReadonlySet<string>,
): DeclaredVolume[] {
  return stack
    .ofKind("PersistentVolume")
    .filter(({ isPatch }) => !isPatch)
    .map((object) => ({ object, spec: object.manifest.at("spec") }))
    .filter(({ object }) => classOf(object) === storageClass)
    .map(({ object, spec }) => {
      const claim = spec.at("claimRef");
      return {
        bytes: bytesOf(spec.at("capacity", "storage")),
        node: hostnameOf(object),
        labels: object.manifest.at("metadata", "labels"),
        isUsable: isUsable(object),
        reservedFor: claim.isAbsent ? undefined : reservation(claim, nameless),
      };
    });
}

/** Whether Kubernetes gives a volume to a claim that asks for it, or has. */
function isUsable({ manifest }: KubernetesObject): boolean {
  const phase = manifest.at("status", "phase").text ?? "";
  const isGoing = !manifest.at("metadata", "deletionTimestamp").isAbsent && phase !== "Bound";
  return !lostPhases.includes(phase) && !isGoing;
}

/** Phases of a volume in which no claim gets it, not even the one that it is reserved for. */
const lostPhases = ["Failed", "Released"];

function reservation(claim: Field, nameless: ReadonlySet<string>): string {
  const name = claim.at("name").text ?? "";
  return nameless.has(`/${name}`) ? `/${name}` : `${claim.at("namespace").text ?? ""}/${name}`;
}

function bytesOf(quantity: Field): number {
  return quantity.number ?? parseStorageQuantity(quantity.text ?? "") ?? 0;
}
