import pRetry from "p-retry";

/** How many times longer than usual to wait, on a machine that is much slower than usual. */
export const patience = Number(process.env["GLANCE_LAB_PATIENCE"] ?? 1);

/**
 * Waits until `probe` holds; a probe that fails counts as not yet, and the last failure is the cause of the error.
 * `what` completes the sentence "... within 60 seconds": "The API server was not ready".
 */
export async function waitUntil(
  what: string,
  seconds: number,
  probe: () => Promise<boolean>,
): Promise<void> {
  const limit = seconds * patience;
  const attempt = async () => {
    const failed = (cause?: unknown) => new Error(`${what} within ${limit} seconds.`, { cause });
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
    maxRetryTime: limit * 1000,
  });
}
