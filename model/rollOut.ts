/** Seconds that a pod takes to start, with its volume and its image. */
const startSeconds = 300;

/**
 * Seconds that the roll-out of an API may take.
 *
 * @param gracePeriod Seconds that a pod may take to finish its imports: pods are replaced one by one, and go all at once.
 */
export function rollOutSeconds(replicas: number, gracePeriod: number): number {
  return 600 + Math.max(replicas, 1) * (gracePeriod + startSeconds);
}
