import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Lets the tests of a block work in an empty folder, where they write their stack files. */
export function useStackFolder(): void {
  const home = process.cwd();
  const folder = mkdtempSync(join(tmpdir(), "stack-"));

  before(() => process.chdir(folder));
  after(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true });
  });
}
