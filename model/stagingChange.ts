import type { Deployment } from "./deployment";
import type { Scheme } from "./names";

/** A StatefulSet, as far as its staging claims are concerned. */
export interface StagingSet {
  name: string;
  replicas: number;
  /** How its pods are spoken to, which is the begin of their URLs. */
  scheme: Scheme;
  /** The claim of each of its pods. */
  claim: { size: string; storageClass: string };
  /** Whether its pods and claims stay when it is replaced. */
  orphansPods: boolean;
}

/** The StatefulSets of a deployment. */
export function stagingSets({ apis, staging }: Deployment): StagingSet[] {
  const { size, storageClass, resizing } = staging;
  return apis.map(({ statefulSet, replicas, scheme }) => ({
    name: statefulSet,
    replicas,
    scheme,
    claim: { size, storageClass },
    orphansPods: resizing,
  }));
}

/** Pods that a change removes, those with the highest ordinals last. */
export function removedPods(before: readonly StagingSet[], after: readonly StagingSet[]): string[] {
  return before.flatMap(({ name, replicas }) => {
    const left = after.find((set) => set.name === name)?.replicas ?? 0;
    return Array.from({ length: Math.max(0, replicas - left) }, (_, i) => `${name}-${left + i}`);
  });
}

/** Pods that stay, and get a URL with another scheme. */
export function renamedPods(before: readonly StagingSet[], after: readonly StagingSet[]): string[] {
  return before.flatMap(({ name, replicas, scheme }) => {
    const next = after.find((set) => set.name === name);
    const left = next === undefined || next.scheme === scheme ? 0 : next.replicas;
    return Array.from({ length: Math.min(replicas, left) }, (_, i) => `${name}-${i}`);
  });
}

/**
 * Refuses to change the claims of a StatefulSet, for which Kubernetes wants a new one, unless the pods of the old one go
 * on meanwhile; undefined when there is nothing to refuse.
 */
export function claimChangeProblem(
  before: readonly StagingSet[],
  after: readonly StagingSet[],
): string | undefined {
  for (const { name, claim, orphansPods } of before) {
    const next = after.find((set) => set.name === name)?.claim;
    for (const field of ["size", "storageClass"] as const) {
      if (next !== undefined && next[field] !== claim[field] && !orphansPods) {
        return (
          `glance:staging.${field} goes from ${claim[field]} to ${next[field]}, which replaces the StatefulSet ${name} and ` +
          "ends all its pods at once: deploy with glance:staging.resizing true first, and go on as docs/operations.md says " +
          'under "Larger staging volumes".'
        );
      }
    }
  }
  return undefined;
}

/**
 * Refuses a change that replaces a StatefulSet with its pods, or that takes away pods on which images are staged, or
 * their URLs, by which these are found, unless these may be lost.
 *
 * @param stagedOn Lists the files that are staged on a pod, and fails with the reason when it cannot.
 * @throws Error, one sentence that names pod or key, and the remedy.
 */
export async function refuseStagingChange(
  before: readonly StagingSet[],
  after: readonly StagingSet[],
  allowStagedLoss: boolean,
  stagedOn: (pod: string) => Promise<readonly string[]>,
): Promise<void> {
  refuse(claimChangeProblem(before, after));
  if (allowStagedLoss) {
    return;
  }
  const changes = [
    ...removedPods(before, after).map((pod) => ({ pod, change: removal })),
    ...renamedPods(before, after).map((pod) => ({ pod, change: otherUrl })),
  ];
  for (const { pod, change } of changes) {
    const problem = stagedOn(pod).then(
      (files) => stagedLossProblem(pod, files, change),
      (error: unknown) => unknownStagingProblem(pod, (error as Error).message, change),
    );
    refuse(await problem);
  }
}

function refuse(problem: string | undefined): void {
  if (problem !== undefined) {
    throw new Error(problem);
  }
}

/** What happens to a pod, and what to do first when images are staged there. */
interface Change {
  event: string;
  remedy: string;
}

const removal: Change = {
  event: "would be removed",
  remedy:
    "run npm run ops -- drain first, or set glance:allowStagedLoss to true if they may wait until the pod comes back",
};
const otherUrl: Change = {
  event: "would get a URL with another scheme, because of glance:tls",
  remedy:
    "import or delete them first (npm run ops -- staging shows them), or set glance:allowStagedLoss to true if they may " +
    "wait until glance:tls is taken back",
};

/** Refuses to take away a pod with staged images, or its URL; undefined when nothing is staged there. */
export function stagedLossProblem(
  pod: string,
  files: readonly string[],
  { event, remedy }: Change = removal,
): string | undefined {
  const images = [...new Set(files.map((file) => file.split(".")[0]))];
  return images.length === 0
    ? undefined
    : `${pod} ${event}, where ${images.length === 1 ? "an image is" : `${images.length} images are`} staged ` +
        `(${images.slice(0, 3).join(", ")}${images.length > 3 ? ", ..." : ""}) that nobody could import or delete then: ${remedy}.`;
}

/** Refuses to take away a pod that does not show what is staged there, or its URL. */
function unknownStagingProblem(pod: string, reason: string, { event, remedy }: Change): string {
  return `${pod} ${event}, and what is staged there is not known (${reason}): ${remedy}.`;
}
