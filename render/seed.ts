import { hkdfSync, randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { UserError } from "../model/userError";
import { withFile } from "../model/userFile";

const seedBytes = 32;

/** Reproducible bytes: the same seed and purpose always give the same ones, another purpose unrelated ones. */
export function deriveBytes(seed: Buffer, purpose: string, length: number): Buffer {
  // The salt, too, decides the values of deployments that there are.
  return Buffer.from(hkdfSync("sha256", seed, "{}", purpose, length));
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
  if (file === undefined && !existsSync(path)) {
    withFile(path, "written", () => makeSeed(path, report));
  }
  const seed = withFile(path, "read", () => readFileSync(path));
  if (seed.length < seedBytes) {
    throw new UserError(
      `The seed file ${path} has ${seed.length} bytes, and ${seedBytes} are needed: make one with ` +
        `'head -c ${seedBytes} /dev/urandom > ${path}'.`,
    );
  }
  return seed;
}

/** Makes a seed, whole or not at all; that of a command which makes one at the same time stays. */
function makeSeed(path: string, report: (message: string) => void): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, randomBytes(seedBytes), { mode: 0o600 });
  try {
    linkSync(temporary, path);
    report(`Made ${path}, the seed of all random values; keep it to get the same values again.`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
      throw error;
    }
  } finally {
    rmSync(temporary);
  }
}
