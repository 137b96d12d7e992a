import type { PersistentVolume } from "./volumeChange";
import { localClass, type Volume } from "./volumes";

/** A StorageClass as the API server returns it. */
export interface StorageClass {
  metadata: { name: string };
  provisioner: string;
  /** @default Immediate */
  volumeBindingMode?: string;
}

/**
 * Refuses volumes that would take over one of another namespace, or share a directory with one of another name:
 * volumes have no namespace, and Kubernetes compares no paths.
 *
 * @param volumes All volumes of the cluster.
 * @returns one sentence that names volume, owner and remedy; undefined when there is nothing to refuse.
 */
export function foreignVolumeProblem(
  volumes: readonly PersistentVolume[],
  namespace: string,
  plan: readonly Volume[],
): string | undefined {
  for (const { metadata, spec } of volumes) {
    const owner = spec.claimRef?.namespace;
    const same = plan.find(({ name }) => name === metadata.name);
    if (same !== undefined && owner !== undefined && owner !== namespace) {
      return (
        `The volume ${metadata.name} is kept for the namespace ${owner}: set glance:staging.storageClass and ` +
        "glance:localStorage.directory to others, volumes are named after their class; or delete it if nobody needs its data."
      );
    }
    const shared = plan.find((volume) => volume.name !== metadata.name && isPlace(volume, spec));
    if (shared !== undefined) {
      return (
        `The volume ${metadata.name} has the directory ${shared.path} on ${shared.node}, and ${shared.name} would share it: ` +
        "set glance:localStorage.directory to another one, or delete that volume if nobody needs its data."
      );
    }
  }
  return undefined;
}

function isPlace(
  { node, path }: Volume,
  { local, nodeAffinity }: PersistentVolume["spec"],
): boolean {
  const expressions = nodeAffinity?.required?.nodeSelectorTerms.flatMap(
    ({ matchExpressions = [] }) => matchExpressions,
  );
  return (
    local?.path.replace(/\/+$/, "") === path &&
    expressions?.some(({ values = [] }) => values.includes(node)) === true
  );
}

/**
 * Refuses a StorageClass that is there and has no local volumes, and one that is to be there and is not.
 *
 * @param found The class of that name in the cluster.
 */
export function foreignClassProblem(
  found: StorageClass | undefined,
  name: string,
  isCreated: boolean,
): string | undefined {
  if (found === undefined) {
    return isCreated
      ? undefined
      : `The StorageClass ${name} does not exist: make it, or set glance:localStorage.createStorageClass to true.`;
  }
  const { provisioner, volumeBindingMode = "Immediate" } = found;
  return provisioner === localClass.provisioner &&
    volumeBindingMode === localClass.volumeBindingMode
    ? undefined
    : `The StorageClass ${name} has the provisioner ${provisioner} and the binding mode ${volumeBindingMode}, not those of local ` +
        "volumes: set glance:staging.storageClass to another name.";
}
