import { hkdfSync, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const seedBytes = 32;

/** What a derived value depends on besides the seed. */
export interface Derivation {
  /** URN of the resource. */
  urn: string;
  /** What the bytes are for; another purpose gives unrelated bytes. */
  purpose: string;
  /** Values whose change must change the bytes, for example the keepers of a random resource. */
  salt?: string;
}

/** Reproducible bytes: the same seed and derivation always give the same ones. */
export function deriveBytes(seed: Buffer, derivation: Derivation, length: number): Buffer {
  const { urn, purpose, salt = "" } = derivation;
  return Buffer.from(hkdfSync("sha256", seed, salt, `${urn}#${purpose}`, length));
}

/**
 * Reads the seed of all random values.
 *
 * @param file A given file; it must hold at least 32 bytes. By default `.render/seed` of the project,
 *   which is made at first use.
 */
export function readSeed(
  projectDirectory: string,
  file: string | undefined,
  report: (message: string) => void,
): Buffer {
  const path = file ?? join(projectDirectory, ".render", "seed");
  if (!existsSync(path)) {
    if (file !== undefined) {
      throw new Error(
        `The seed file ${file} does not exist; make one with 'head -c ${seedBytes} /dev/urandom'.`,
      );
    }
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, randomBytes(seedBytes), { mode: 0o600, flag: "wx" });
    report(`Made ${path}, the seed of all random values; keep it to get the same values again.`);
  }
  const seed = readFileSync(path);
  if (seed.length < seedBytes) {
    throw new Error(`The seed file ${path} holds ${seed.length} bytes; ${seedBytes} are needed.`);
  }
  return seed;
}
