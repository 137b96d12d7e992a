import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

const root = join(__dirname, "../..");
const program = [
  "Pulumi.yaml",
  "package.json",
  "tsconfig.json",
  "index.ts",
  "start",
  "model",
  "config",
  "components",
  "policy",
];

/**
 * A copy of the program and its policy pack in which one text of one file is another. It is below the project,
 * where the dependencies are found; the caller removes it.
 *
 * @param stackFile Path of the stack file that is copied with it.
 */
export function makeVariant(
  file: string,
  text: string,
  replacement: string,
  stackFile: string,
): string {
  const parent = join(root, ".render");
  mkdirSync(parent, { recursive: true });
  const directory = mkdtempSync(join(parent, "variant-"));
  for (const name of program) {
    cpSync(join(root, name), join(directory, name), { recursive: true });
  }
  cpSync(stackFile, join(directory, basename(stackFile)));
  const path = join(directory, file);
  const original = readFileSync(path, "utf8");
  if (!original.includes(text)) {
    throw new Error(`${file} does not contain ${text}`);
  }
  writeFileSync(path, original.replace(text, replacement));
  return directory;
}
