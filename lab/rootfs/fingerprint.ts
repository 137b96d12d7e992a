import { createHash } from "node:crypto";

/** SHA-256 of values, in hexadecimal; equal inputs need no new build. */
export function fingerprint(inputs: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(inputs)).digest("hex");
}
