import { parseStorageQuantity } from "../../../model/quantity";
import type { Field } from "../../model/field";
import { namespaceOf } from "../../model/kubernetesObject";
import { hostnameOf } from "../../model/localVolume";
import type { Stack } from "../../model/stack";
import { replicasOf, stagingClaimsOfPods } from "../../model/stagingClaims";
import { type Claim, nodeCounter, unservedClaims, type Volume } from "../../model/volumeAssignment";
import type { Workload } from "../../model/workload";
import type { ObjectViolation, StackRule } from "../../rule";

/** Settings of the rule. */
interface Settings {
  nodes: number;
}

/** Replicas beyond the disks would wait for ever, and `pulumi up` with them. */
export const requireEnough: StackRule<Settings> = {
  name: "persistentvolume-require-enough",
  title: "There is a volume for every replica",
  description:
    "The PersistentVolumes of a class are enough, and large enough, for the staging claims of all replicas of all Glance APIs.",
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
    const sets = stack.glanceApis.map((set) => ({
      set,
      claims: claimsByClass(set, mostPods),
      furtherPods: Math.max(0, replicasOf(set) - mostPods),
    }));
    const nameless = new Set(
      sets
        .filter(({ set }) => namespaceOf(set) === "")
        .flatMap(({ claims }) => [...claims.values()].flat().map(({ id }) => id)),
    );
    const classes = new Set(sets.flatMap(({ claims }) => [...claims.keys()]));
    return [...classes].flatMap((storageClass) => {
      const volumes = volumesOf(stack, storageClass, nameless);
      // Where the stack makes no volumes of the class, somebody else does, or a provisioner.
      return volumes.length === 0
        ? []
        : violationsOf(
            sets.map(({ claims, ...set }) => ({ ...set, claims: claims.get(storageClass) ?? [] })),
            volumes,
            nodes,
          );
    });
  },
  admissionLimit: "Volumes and StatefulSets are several objects.",
};

function violationsOf(
  sets: readonly { set: Workload; claims: readonly Claim[]; furtherPods: number }[],
  volumes: readonly Volume[],
  nodes: number,
): ObjectViolation[] {
  const unserved = new Set(
    unservedClaims(
      sets.flatMap(({ claims }) => claims),
      volumes,
    ),
  );
  const nodesFor = nodeCounter(volumes);
  const reachedAnywhere = volumes.some(({ node }) => node === undefined);
  return sets.flatMap(({ set, claims, furtherPods }) => {
    const field = set.manifest.at("spec", "replicas");
    const lacking =
      claims.filter((claim) => unserved.has(claim)).length + (claims.length > 0 ? furtherPods : 0);
    const isSpread = reachedAnywhere || nodesFor(claims) >= Math.min(nodes, claims.length);
    return [
      ...(lacking === 0 ? [] : [{ object: set, field, message: lackingMessage(lacking) }]),
      ...(isSpread ? [] : [{ object: set, field, message: spreadMessage(nodes) }]),
    ];
  });
}

function lackingMessage(count: number): string {
  return (
    `must be ${count} less, or ${count} more of the declared volumes must be as large as its claims and free or ` +
    "reserved for them, because a pod without a volume never starts"
  );
}

function spreadMessage(nodes: number): string {
  return `must have volumes on at least ${nodes} nodes, because one node takes the staged images of all its pods away`;
}

function claimsByClass(set: Workload, mostPods: number): Map<string, Claim[]> {
  const claims = new Map<string, Claim[]>();
  for (const { name, spec } of stagingClaimsOfPods(set, mostPods)) {
    const storageClass = spec.at("storageClassName").text ?? "";
    const claim = {
      id: `${namespaceOf(set)}/${name}`,
      bytes: bytesOf(spec.at("resources", "requests", "storage")),
    };
    const ofClass = claims.get(storageClass) ?? [];
    ofClass.push(claim);
    claims.set(storageClass, ofClass);
  }
  return claims;
}

/** @param nameless The claims whose set leaves its namespace to whoever applies it: any will do. */
function volumesOf(stack: Stack, storageClass: string, nameless: ReadonlySet<string>): Volume[] {
  return stack
    .ofKind("PersistentVolume")
    .filter(({ isPatch }) => !isPatch)
    .map((object) => ({ object, spec: object.manifest.at("spec") }))
    .filter(({ spec }) => spec.at("storageClassName").text === storageClass)
    .map(({ object, spec }) => {
      const claim = spec.at("claimRef");
      return {
        bytes: bytesOf(spec.at("capacity", "storage")),
        node: hostnameOf(object),
        reservedFor: claim.isAbsent ? undefined : reservation(claim, nameless),
      };
    });
}

function reservation(claim: Field, nameless: ReadonlySet<string>): string {
  const name = claim.at("name").text ?? "";
  return nameless.has(`/${name}`) ? `/${name}` : `${claim.at("namespace").text ?? ""}/${name}`;
}

function bytesOf(quantity: Field): number {
  return quantity.number ?? parseStorageQuantity(quantity.text ?? "") ?? 0;
}
