import { configurationFiles, unseenSources } from "./configurationFiles";
import type { Stack } from "./stack";
import type { Workload } from "./workload";

/**
 * Whether a pod may have a private key, without which nothing in it serves HTTPS: in a Secret, or where the objects do not
 * tell. What an image has of itself is not thought of.
 */
export function mayHavePrivateKey(workload: Workload, stack: Stack): boolean {
  const unseen = unseenSources(workload, stack);
  return (
    workload.volumes.some((volume) => unseen(volume.at("name").text) !== undefined) ||
    workload.containers
      .flatMap(configurationFiles(workload, stack))
      .some(({ path, read }) => /\.(key|pem|p12)$/.test(path) || read().includes("PRIVATE KEY"))
  );
}
