import pRetry from "p-retry";

/**
 * Waits until `probe` holds; a probe that fails counts as not yet, and the last failure is the cause of the error.
 * `what` completes the sentence "... within 60 seconds": "The API server was not ready".
 */
export async function waitUntil(
  what: string,
  seconds: number,
  probe: () => Promise<boolean>,
): Promise<void> {
  const attempt = async () => {
    const failed = (cause?: unknown) => new Error(`${what} within ${seconds} seconds.`, { cause });
    const holds = await probe().catch((cause: unknown) => {
      throw failed(cause);
    });
    if (!holds) {
      throw failed();
    }
  };
  await pRetry(attempt, {
    retries: Number.POSITIVE_INFINITY,
    factor: 1,
    minTimeout: 250,
    maxRetryTime: seconds * 1000,
  });
}
