import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const path = process.env["PATH"] ?? "";
let folder: string | undefined;

/** Puts a kubectl on PATH that runs this shell script, and returns the folder it is in. */
export function standIn(script: string): string {
  removeStandIn();
  folder = mkdtempSync(join(tmpdir(), "kubectl-"));
  writeFileSync(join(folder, "kubectl"), `#!/bin/sh\necho "$@" > ${folder}/call\n${script}\n`);
  chmodSync(join(folder, "kubectl"), 0o755);
  process.env["PATH"] = `${folder}${delimiter}${path}`;
  return folder;
}

/** The arguments that it was called with last; undefined when it was not called. */
export function lastCall(): string | undefined {
  const file = join(folder ?? "", "call");
  return existsSync(file) ? readFileSync(file, "utf8").trim() : undefined;
}

/** Takes it away again. */
export function removeStandIn(): void {
  process.env["PATH"] = path;
  if (folder !== undefined) {
    removeFolder(folder);
    folder = undefined;
  }
}

/** A call that nobody waits for any more may still write what it was called with. */
function removeFolder(directory: string, attempts = 50): void {
  try {
    rmSync(directory, { recursive: true });
  } catch (error) {
    if (attempts === 0 || (error as NodeJS.ErrnoException).code !== "ENOTEMPTY") {
      throw error;
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    removeFolder(directory, attempts - 1);
  }
}
