import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { stringify } from "yaml";

import { createStackKey, encryptSecret } from "../../render/secrets";

/** The passphrase of every stack file of these tests. */
export const passphrase = "correct horse";

/** Folder of a fixture. */
export function fixture(name: string): string {
  return join(__dirname, "fixtures", name);
}

const root = mkdtempSync(join(tmpdir(), "render-"));
process.once("exit", () => rmSync(root, { recursive: true, force: true }));

/** A folder that goes with the process. */
export function temporaryDirectory(): string {
  return mkdtempSync(join(root, "directory-"));
}

/** Writes a file into a folder and gives its path. */
export function writeFile(directory: string, name: string, content: string | object): string {
  const path = join(directory, name);
  const text = typeof content === "string" ? content : stringify(content);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

/** Writes a seed of equal bytes and gives its path. */
export function writeSeed(directory: string, byte = 1): string {
  return writeFile(directory, `seed-${byte}`, String.fromCharCode(byte).repeat(32));
}

const { encryptionSalt: encryptionsalt, key } = createStackKey(passphrase);

/** Content of a stack file of which some values are encrypted. */
export function stackContent(config: (encrypt: (text: string) => object) => object): object {
  return { encryptionsalt, config: config((text) => ({ secure: encryptSecret(key, text) })) };
}
