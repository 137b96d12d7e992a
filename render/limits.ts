/** How long the parts of a run may take, in milliseconds. */
export interface Limits {
  /** The whole program. */
  program: number;
  /** What a program may still do after a refused request; it may wait for ever otherwise. */
  afterRefusal: number;
  /** From the start of the policy pack until it listens. */
  policyStart: number;
  /** Each call to the policy pack. */
  policyCall: number;
}

/** The limits of a run unless others are given. */
export const defaultLimits: Limits = {
  program: 120_000,
  afterRefusal: 2_000,
  policyStart: 60_000,
  policyCall: 60_000,
};

/** The result of a promise, or an error when it takes longer than `limit` milliseconds. */
export async function within<T>(limit: number, message: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(message)), limit);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
