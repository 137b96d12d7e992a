import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { execa } from "execa";

import { goEnvironment } from "../../lab/build";
import { built, cache } from "../../lab/paths";

/** Downloads a module, such as `example.org/module@v1.2.3`, and returns its folder. */
export async function downloadModule(
  module: string,
  env: NodeJS.ProcessEnv = goEnvironment,
): Promise<string> {
  const download = ["mod", "download", "-json", module];
  const { stdout } = await execa("go", download, { cwd: tmpdir(), env });
  return (JSON.parse(stdout) as { Dir: string }).Dir;
}

/**
 * Builds the program `cmd/<name>` of a module, once per machine: it takes minutes. It is built where the module is, because
 * modules that replace others cannot be installed. Returns the folder that the program is in.
 */
export async function ensureProgram(
  module: string,
  version: string,
  name: string,
): Promise<string> {
  const programs = join(cache, `${name}-${version}`);
  if (!existsSync(join(programs, name))) {
    const cwd = await downloadModule(`${module}@${version}`);
    const flags = ["-trimpath", "-ldflags", "-s -w", "-o", `${programs}/`];
    await execa("go", ["build", ...flags, `./cmd/${name}`], { cwd, env: goEnvironment });
    // Gigabytes that nobody needs any more.
    await rm(built.go, { recursive: true });
  }
  return programs;
}
