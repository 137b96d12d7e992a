import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";

/** Whether a built file or folder is there and was last completed with this stamp. */
export function isCurrent(artifact: string, stamp: string): boolean {
  return existsSync(artifact) && readStamp(artifact) === stamp;
}

/** The stamp with which a built file or folder was last completed; undefined when it was not. */
export function readStamp(artifact: string): string | undefined {
  const file = stampFile(artifact);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** Says that a built file or folder is complete, and from what it was made. */
export function writeStamp(artifact: string, stamp: string): void {
  writeFileSync(stampFile(artifact), stamp);
}

/** To be called before a built file or folder is replaced: until it is complete it has no stamp. */
export function removeStamp(artifact: string): void {
  rmSync(stampFile(artifact), { force: true });
}

function stampFile(artifact: string): string {
  return `${artifact}.stamp`;
}

/** SHA-256 of values, in hexadecimal: the usual stamp of what was made from them. */
export function fingerprint(inputs: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(inputs)).digest("hex");
}
