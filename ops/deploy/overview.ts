import type { Cluster } from "../stack";
import { kubectl } from "../../components/kubectl";

const volumeColumns = [
  "NAME:.metadata.name",
  "CAPACITY:.spec.capacity.storage",
  "MODES:.spec.accessModes[*]",
  "STATUS:.status.phase",
  "CLAIM:.spec.claimRef.name",
].join(",");

/** Pods, claims and volumes of a deployment as kubectl shows them. */
export async function overview(cluster: Cluster): Promise<string> {
  const pods = kubectl(cluster, [
    "get",
    "pods",
    "-l",
    "app.kubernetes.io/part-of=glance",
    "-o",
    "wide",
  ]);
  const claims = kubectl(cluster, ["get", "persistentvolumeclaims"]);
  const volumes = kubectl(cluster, [
    "get",
    "persistentvolumes",
    "-o",
    `custom-columns=${volumeColumns}`,
  ]);
  return (await Promise.all([pods, claims, volumes])).join("\n\n");
}
