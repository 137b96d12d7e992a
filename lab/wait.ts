import pRetry from "p-retry";

/**
 * Waits until `probe` holds; a probe that fails counts as not yet.
 * `what` completes the sentence "... within 60 seconds": "The API server was not ready".
 */
export async function waitUntil(
  what: string,
  seconds: number,
  probe: () => Promise<boolean>,
): Promise<void> {
  const attempt = async () => {
    if (!(await probe().catch(() => false))) {
      throw new Error(`${what} within ${seconds} seconds.`);
    }
  };
  await pRetry(attempt, {
    retries: Number.POSITIVE_INFINITY,
    factor: 1,
    minTimeout: 250,
    maxRetryTime: seconds * 1000,
  });
}
