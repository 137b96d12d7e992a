import type { Cluster } from "../cluster";
import { kubectl } from "../kubectl";

const volumeColumns = [
  "NAME:.metadata.name",
  "CAPACITY:.spec.capacity.storage",
  "MODES:.spec.accessModes[*]",
  "STATUS:.status.phase",
  "CLAIM:.spec.claimRef.name",
].join(",");

/** Pods, claims and volumes of a deployment as kubectl shows them. */
export async function overview(cluster: Cluster, namespace: string): Promise<string> {
  const inNamespace = ["-n", namespace];
  const pods = kubectl(cluster, [
    "get",
    "pods",
    "-l",
    "app.kubernetes.io/part-of=glance",
    ...inNamespace,
    "-o",
    "wide",
  ]);
  const claims = kubectl(cluster, ["get", "persistentvolumeclaims", ...inNamespace]);
  const volumes = kubectl(cluster, [
    "get",
    "persistentvolumes",
    "-o",
    `custom-columns=${volumeColumns}`,
  ]);
  return (await Promise.all([pods, claims, volumes])).join("\n\n");
}
