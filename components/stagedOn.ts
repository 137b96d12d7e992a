import { stagingDirectory } from "../model/image";
import { stagingClaimName } from "../model/names";
import type { Cluster } from "./cluster";

/**
 * Names of the files that a pod has staged, without a look at what is open. Nothing is staged where there is no claim, as
 * after a deployment that failed before its StatefulSets.
 *
 * @throws Error when nobody can look into the pod.
 */
export async function stagedOn(cluster: Cluster, pod: string): Promise<string[]> {
  const claim = ["get", "pvc", stagingClaimName(pod), "--ignore-not-found"];
  if ((await cluster.kubectl(claim)) === "") {
    return [];
  }
  const look = ["exec", pod, "-c", "glance-api", "--", "ls", "-A", stagingDirectory];
  return (await cluster.kubectl(look)).split("\n").filter(Boolean);
}
