/**
 * Whether an error says that a value is unknown during preview. It is told by its name: its class is in the SDK of policy
 * packs, which a program that only declares admission policies need not load.
 */
export function isUnknownValue(error: unknown): error is Error {
  return error instanceof Error && error.constructor.name === "UnknownValueError";
}
