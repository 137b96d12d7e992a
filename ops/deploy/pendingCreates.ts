import type { Cluster } from "../../components/cluster";
import { waitUntilReady } from "./readiness";

/** An object that a deployment was making when it was killed. */
export interface PendingObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; managedFields?: { manager: string }[] };
}

interface Operation {
  type: string;
  resource: { type: string; provider?: string; inputs?: PendingObject };
}

/**
 * The objects that the state of a stack, as `pulumi stack export` shows it, does not know to exist. Those of the provider
 * `retained` are left out: it takes over what exists.
 */
export function pendingObjects(exported: string): PendingObject[] {
  const state = JSON.parse(exported) as { deployment?: { pending_operations?: Operation[] } };
  return (state.deployment?.pending_operations ?? [])
    .filter(({ type, resource }) => type === "creating" && resource.type.startsWith("kubernetes:"))
    .filter(({ resource }) => !/::(retained|lasting)::/.test(resource.provider ?? ""))
    .flatMap(({ resource }) => resource.inputs ?? []);
}

/**
 * Removes those objects that Pulumi has made all the same, for it would find them in its way: a StatefulSet without its pods,
 * a Job when it has ended. Objects of somebody else stay.
 *
 * @returns their names.
 */
export async function removePendingCreates(
  cluster: Cluster,
  pending: readonly PendingObject[],
): Promise<string[]> {
  const items = pending.map(({ apiVersion, kind, metadata: { name, namespace } }) => ({
    apiVersion,
    kind,
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  }));
  const input = JSON.stringify({ apiVersion: "v1", kind: "List", items });
  const found = await cluster.getObjects<PendingObject>(
    ["-f", "-", "--show-managed-fields"],
    input,
  );
  const own = found.filter(({ metadata }) =>
    metadata.managedFields?.some(({ manager }) => manager.startsWith("pulumi-kubernetes")),
  );
  for (const object of own) {
    await removeObject(cluster, object);
  }
  return own.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
}

async function removeObject(cluster: Cluster, object: PendingObject): Promise<void> {
  const { apiVersion, kind, metadata } = object;
  if (kind === "Job") {
    // The migration of a database must not be killed; one that has failed is run again by the next deployment.
    await waitUntilReady(cluster, object).catch(() => undefined);
  }
  const cascade = kind === "StatefulSet" ? "orphan" : "background";
  const { name, namespace } = metadata;
  await cluster.kubectl(["delete", "-f", "-", `--cascade=${cascade}`], {
    input: JSON.stringify({ apiVersion, kind, metadata: { name, namespace } }),
  });
}
