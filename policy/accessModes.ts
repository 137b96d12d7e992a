import type { Field } from "./field";

/** Access modes of a volume that a single node, or a single pod, can use at a time. */
const privateModes: readonly (string | undefined)[] = ["ReadWriteOnce", "ReadWriteOncePod"];

/** What to write instead of other access modes; continues a sentence of a message. */
export const accessModesAdvice =
  'must be ["ReadWriteOnce"], because staged images belong to one Glance pod alone';

/**
 * Whether the access modes of a claim or volume keep it private: a list of private modes and nothing
 * else. What is absent from a patch is left as it is; elsewhere it must be written.
 */
export function arePrivate(accessModes: Field, isPatch: boolean): boolean {
  if (accessModes.isAbsent) {
    return isPatch;
  }
  const modes = accessModes.items();
  return modes.length > 0 && modes.every((mode) => privateModes.includes(mode.text));
}
