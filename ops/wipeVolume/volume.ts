/** A PersistentVolume, as far as emptying it is concerned. */
export interface PersistentVolume {
  metadata: { name: string };
  spec: {
    storageClassName?: string;
    local?: { path: string };
    persistentVolumeReclaimPolicy?: string;
    capacity: { storage: string };
    accessModes: string[];
    claimRef?: ClaimRef;
  };
  status: { phase: string };
}

/** The claim that a volume is bound to or kept for; without uid, any claim of that name may have it. */
export interface ClaimRef {
  namespace: string;
  name: string;
  uid?: string;
}

/** What a volume must agree with to be emptied. */
export interface WipeRules {
  /** Namespace of the stack. */
  namespace: string;
  /** Staging class of the stack. */
  storageClass: string;
  /** The name as the operator has repeated it. */
  confirmation: string;
  /** The claim that the volume was bound to, if it still exists. */
  claimUid: string | undefined;
}

/** Name of the temporary claim and of the Job that empty a volume. */
export function wipeName(volume: string): string {
  return `wipe-${volume}`;
}

/** Whether an earlier run has begun: the volume is then kept for its temporary claim. */
function isBegun({ metadata, spec }: PersistentVolume): boolean {
  return spec.claimRef?.name === wipeName(metadata.name);
}

/** Why a volume must not be emptied, and what to do instead; undefined when it may. */
export function wipeProblem(volume: PersistentVolume, rules: WipeRules): string | undefined {
  const { spec, status } = volume;
  const { name } = volume.metadata;
  const claim = spec.claimRef;
  const claimName = claim && `${claim.namespace}/${claim.name}`;
  const problems: [boolean, string][] = [
    [
      rules.confirmation !== name,
      `--confirm ${rules.confirmation} is not the volume ${name}: write --confirm ${name} to lose all that is on it.`,
    ],
    [
      spec.storageClassName !== rules.storageClass,
      `${name} is of class ${spec.storageClassName}: choose a volume of the staging class ${rules.storageClass}.`,
    ],
    [
      spec.local === undefined,
      `${name} is no local volume: empty it with the tools of its storage.`,
    ],
    [
      spec.persistentVolumeReclaimPolicy !== "Retain",
      `${name} has the reclaim policy ${spec.persistentVolumeReclaimPolicy}: set Retain, or it goes with its claim.`,
    ],
    [
      claim !== undefined && claim.namespace !== rules.namespace,
      `${name} was bound to ${claimName}: choose a volume of namespace ${rules.namespace}.`,
    ],
    [
      !isBegun(volume) && status.phase !== "Released",
      `${name} is ${status.phase}${claim ? ` for ${claimName}` : ""}: only a Released volume, whose claim was deleted, can be emptied.`,
    ],
    [
      !isBegun(volume) && rules.claimUid !== undefined && rules.claimUid === claim?.uid,
      `${name} is Released, but its claim ${claimName} still exists: delete it first.`,
    ],
  ];
  return problems.find(([holds]) => holds)?.[1];
}
