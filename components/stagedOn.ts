import { stagingDirectory } from "../model/image";
import { stagingClaimName } from "../model/names";
import { type ClusterAccess, kubectl } from "./kubectl";

/**
 * Names of the files that a pod has staged, without a look at what is open. Nothing is staged where there is no claim, as
 * after a deployment that failed before its StatefulSets.
 *
 * @throws Error when nobody can look into the pod.
 */
export async function stagedOn(cluster: ClusterAccess, pod: string): Promise<string[]> {
  const claim = ["get", "pvc", stagingClaimName(pod), "--ignore-not-found"];
  if ((await kubectl(cluster, claim)) === "") {
    return [];
  }
  const look = ["exec", pod, "-c", "glance-api", "--", "ls", "-A", stagingDirectory];
  return (await kubectl(cluster, look)).split("\n").filter(Boolean);
}
