import { createHash } from "node:crypto";

import type { Cluster } from "../cluster";
import { getObjects, kubectl } from "../kubectl";

/**
 * The ApplySet of a stack: how kubectl remembers in a Secret what belongs to it, and finds out what it no longer has
 * (https://git.k8s.io/enhancements/keps/sig-cli/3659-kubectl-apply-prune).
 */
export interface ApplySet {
  /** Name of the Secret. */
  name: string;
  namespace: string;
  /** Label of the members. */
  labels: Record<string, string>;
}

interface LabelledObject {
  kind: string;
  metadata: { name: string; labels?: Record<string, string> };
}

const admissionKinds = "validatingadmissionpolicybindings,validatingadmissionpolicies";
const label = "applyset.kubernetes.io/part-of";

/** The ApplySet of a stack; its id is computed as KEP-3659 says. */
export function applySetOf(stack: string, namespace: string): ApplySet {
  const name = `glance-stack-${stack}`;
  const id = createHash("sha256").update(`${name}.${namespace}.Secret.`).digest("base64url");
  return { name, namespace, labels: { [label]: `applyset-${id}-v1` } };
}

/** Whether the stack was deployed with kubectl: then Pulumi knows nothing of its objects. */
export async function isDeployed(
  cluster: Cluster,
  { name, namespace }: ApplySet,
): Promise<boolean> {
  return (await getObjects(cluster, ["secret", name, "-n", namespace])).length > 0;
}

/** Refuses to write over objects of somebody else, which the stack would later delete. */
export async function refuseForeignObjects(
  cluster: Cluster,
  { labels }: ApplySet,
  input: string,
): Promise<void> {
  const found = await getObjects<LabelledObject>(cluster, ["-f", "-"], input);
  const foreign = found.find(({ metadata }) => metadata.labels?.[label] !== labels[label]);
  if (foreign !== undefined) {
    throw new Error(
      `The ${foreign.kind} ${foreign.metadata.name} exists and does not belong to this stack: ` +
        "remove it, or deploy to another namespace.",
    );
  }
}

/**
 * Deletes the members, pods before their volumes. Claims go with volumes that do not outlive the stack:
 * Kubernetes deletes only those of pods that exist at that moment.
 *
 * @param assertHeld Asked before each step; throws when another deployment may be at work.
 */
export async function removeMembers(
  cluster: Cluster,
  { name, namespace, labels }: ApplySet,
  assertHeld: () => Promise<void>,
): Promise<void> {
  const members = ["-l", `${label}=${labels[label]}`];
  const here = ["-n", namespace];
  const remove = async (...args: string[]) => {
    await assertHeld();
    await kubectl(cluster, ["delete", "--ignore-not-found", ...args]);
  };

  await remove("statefulsets,jobs", ...members, ...here, "--cascade=foreground");
  await remove("services,secrets,poddisruptionbudgets", ...members, ...here);
  if ((await getObjects(cluster, ["persistentvolumes", ...members])).length > 0) {
    await remove("persistentvolumeclaims", "-l", "app.kubernetes.io/name=glance", ...here);
  }
  await remove("persistentvolumes,storageclasses", ...members);
  await remove(admissionKinds, ...members);
  await remove("secret", name, ...here);
}
