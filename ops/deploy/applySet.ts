import { createHash } from "node:crypto";
import { setTimeout } from "node:timers/promises";

import { type EvaluatedResource, stackName } from "../../render";
import type { Cluster } from "../../components/cluster";
import type { Stack } from "../stack";
import { identity, manifestList } from "./manifestList";

/**
 * The ApplySet of a stack: how kubectl remembers in a Secret what belongs to it, and finds out what it no longer has
 * (https://git.k8s.io/enhancements/keps/sig-cli/3659-kubectl-apply-prune).
 */
export interface ApplySet {
  cluster: Cluster;
  /** Name of the Secret. */
  name: string;
  /** Label of the members. */
  labels: Record<string, string>;
}

interface LabelledObject {
  kind: string;
  metadata: { name: string; labels?: Record<string, string>; annotations?: Record<string, string> };
}

const admissionKinds = "validatingadmissionpolicybindings,validatingadmissionpolicies";
const pollInterval = 500;
const label = "applyset.kubernetes.io/part-of";

/** The ApplySet of a stack; its id is computed as KEP-3659 says. */
export function applySetOf({ name: stack, cluster }: Stack): ApplySet {
  const name = `glance-stack-${stackName(stack)}`;
  const id = createHash("sha256")
    .update(`${name}.${cluster.namespace}.Secret.`)
    .digest("base64url");
  return { cluster, name, labels: { [label]: `applyset-${id}-v1` } };
}

/** Whether the stack was deployed with kubectl: then Pulumi knows nothing of its objects. */
export async function isDeployed({ cluster, name }: ApplySet): Promise<boolean> {
  return (await cluster.getObjects(["secret", name])).length > 0;
}

/** Refuses to write over objects of somebody else, which the stack would later delete. */
export async function refuseObjectsNotOwned(
  { cluster, labels }: ApplySet,
  resources: readonly EvaluatedResource[],
): Promise<void> {
  // Class and volumes are taken over, as Pulumi does: retained ones are there when the stack comes back.
  const namespaced = resources.filter(
    (resource) => identity(resource).metadata.namespace !== undefined,
  );
  const found = await cluster.getObjects<LabelledObject>(["-f", "-"], manifestList(namespaced));
  const other = found.find(({ metadata }) => metadata.labels?.[label] !== labels[label]);
  if (other !== undefined) {
    throw new Error(
      `The ${other.kind} ${other.metadata.name} exists and does not belong to this stack: ` +
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
  { cluster, name, labels }: ApplySet,
  assertHeld: () => Promise<void>,
): Promise<void> {
  const members = ["-l", `${label}=${labels[label]}`];
  const remove = async (objects: readonly string[], cascade = "background") => {
    await assertHeld();
    await removeObjects(cluster, objects, cascade);
  };

  await remove(["statefulsets,cronjobs,jobs", ...members], "foreground");
  await remove(["services,secrets,poddisruptionbudgets,networkpolicies,ingresses", ...members]);
  if ((await cluster.getObjects(["persistentvolumes", ...members])).length > 0) {
    await remove(["persistentvolumeclaims", "-l", "app.kubernetes.io/name=glance"]);
  }
  await remove(["persistentvolumes,storageclasses", ...members]);
  await remove([admissionKinds, ...members]);
  for (const kind of await customKinds(cluster, name)) {
    await remove([kind, ...members]);
  }
  await remove(["secret", name]);
}

/** Deletes objects, and waits until all of them have gone: kubectl waits for one after the other, minutes for 1,000 volumes. */
async function removeObjects(
  cluster: Cluster,
  objects: readonly string[],
  cascade: string,
): Promise<void> {
  const options = ["--ignore-not-found", "--wait=false", `--cascade=${cascade}`];
  await cluster.kubectl(["delete", ...objects, ...options]);
  while ((await cluster.kubectl(["get", ...objects, "--ignore-not-found", "-o", "name"])) !== "") {
    await setTimeout(pollInterval);
  }
}

/** Kinds that not every cluster has, as far as there are members: kubectl notes theirs at the Secret. */
async function customKinds(cluster: Cluster, name: string): Promise<string[]> {
  const [parent] = await cluster.getObjects<LabelledObject>(["secret", name]);
  const kinds = parent?.metadata.annotations?.["applyset.kubernetes.io/contains-group-kinds"] ?? "";
  return kinds
    .split(",")
    .filter((kind) =>
      /\.(cert-manager\.io|gateway\.networking\.k8s\.io|route\.openshift\.io)$/.test(kind),
    );
}
