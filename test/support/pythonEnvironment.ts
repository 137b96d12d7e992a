import { execFileSync } from "node:child_process";
import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

import { cache } from "../../lab/paths";

/**
 * Makes a Python environment with a package of PyPI, once per machine.
 *
 * @returns the folder with its programs.
 * @throws Error when this machine has no Python that makes environments, or gets no packages.
 */
export function pythonEnvironment(name: string, version: string): string {
  const environment = join(cache, `${name}-${version}`);
  if (!existsSync(environment)) {
    const partial = `${environment}.${process.pid}`;
    const install = ["-m", "pip", "install", "--quiet", `${name}==${version}`];
    try {
      execFileSync("python3", ["-m", "venv", "--copies", partial], { stdio: "pipe" });
      execFileSync(join(partial, "bin/python3"), install, { stdio: "pipe" });
      renameSync(partial, environment);
    } catch (error) {
      rmSync(partial, { recursive: true, force: true });
      // Only the first line: the others may show the address of a package index with its password.
      const [reason] = (error as Error).message.split("\n");
      throw new Error(`${name} ${version} could not be installed: ${reason}`, { cause: error });
    }
  }
  return join(environment, "bin");
}
