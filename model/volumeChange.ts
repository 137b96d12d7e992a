import type { Volume } from "./volumes";

/** What of a plan decides which volume a claim gets, and where that is. */
export type Placement = Pick<Volume, "name" | "path" | "claim">;

/** A PersistentVolume as the API server returns it, as far as its claim and its place go. */
export interface PersistentVolume {
  metadata: { name: string };
  spec: {
    local?: { path: string };
    nodeAffinity?: {
      required?: { nodeSelectorTerms: { matchExpressions?: { values?: string[] }[] }[] };
    };
    claimRef?: { namespace: string; name: string };
  };
  status: { phase: string };
}

/** Whether a plan gives a claim another volume than before, or a volume another claim or directory. */
export function movesClaims(before: readonly Placement[], after: readonly Placement[]): boolean {
  return after.some(({ name, path, claim }) =>
    before.some((old) =>
      old.name === name
        ? old.claim !== claim || old.path !== path
        : old.claim !== undefined && old.claim === claim,
    ),
  );
}

/**
 * Refuses a plan that gives a claim another volume than the one that it is bound to, or keeps this one for another claim
 * or another namespace. Kubernetes leaves bound claims where they are, so that pods to come would find no volume and stay Pending.
 * Refuses another directory for any volume there is: Kubernetes does not let it change.
 *
 * @param volumes Volumes of the cluster.
 * @returns one sentence that names claim, volumes and remedy; undefined when there is nothing to refuse.
 */
export function volumeChangeProblem(
  volumes: readonly PersistentVolume[],
  namespace: string,
  plan: readonly Placement[],
): string | undefined {
  for (const { metadata, spec, status } of volumes) {
    const volume = metadata.name;
    const here = plan.find(({ name }) => name === volume);
    if (here !== undefined && spec.local !== undefined && spec.local.path !== here.path) {
      return `The volume ${volume} is in ${spec.local.path}, and cannot move to ${here.path}: ${directoryRemedy}.`;
    }
    if (status.phase !== "Bound" || spec.claimRef === undefined) {
      continue;
    }
    const { namespace: owner, name: claim } = spec.claimRef;
    if (here !== undefined && owner !== namespace) {
      return `The volume ${volume} is bound to the claim ${claim} in namespace ${owner}, and would be kept for namespace ${namespace}: ${remedy}.`;
    }
    const elsewhere = plan.find((one) => one.claim === claim && one.name !== volume);
    if (elsewhere !== undefined && owner === namespace) {
      return `The claim ${claim} is bound to the volume ${volume}, and would have to be on ${elsewhere.name}: ${remedy}.`;
    }
    if (here !== undefined && here.claim !== claim) {
      return `The volume ${volume} is bound to the claim ${claim}, and would be kept for ${here.claim ?? "none"}: ${remedy}.`;
    }
  }
  return undefined;
}

const directoryRemedy =
  'take glance:localStorage.directory back, or remove the stack with its claims as docs/operations.md says under "Other nodes"';

const remedy =
  'take glance:localStorage.nodes, glance:layout and glance:namespace back, or give the claim up as docs/operations.md says under "Other nodes"';
