import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { pythonEnvironment } from "../support/pythonEnvironment";

const root = join(__dirname, "../..");

/** Runs ruff by the rules of pyproject.toml; returns its exit code. */
function ruff(program: string, ...args: string[]): number {
  const result = spawnSync(program, [...args, "--no-cache", "--quiet", "."], {
    cwd: root,
    stdio: "inherit",
  });
  return result.status ?? 1;
}

/**
 * Lints the Python of the project and checks its format; with `fix` it mends what can be mended.
 *
 * @returns whether all is well. Where there is no ruff nothing is linted, and the reason is printed.
 */
function lintPython(fix: boolean): boolean {
  let program: string;
  try {
    program = join(pythonEnvironment("ruff", "0.17.6"), "ruff");
  } catch (error) {
    console.error(`The Python is not linted: ${(error as Error).message}`);
    return true;
  }
  const codes = fix
    ? [ruff(program, "check", "--fix"), ruff(program, "format")]
    : [ruff(program, "check"), ruff(program, "format", "--check")];
  return codes.every((code) => code === 0);
}

process.exitCode = lintPython(process.argv.includes("--fix")) ? 0 : 1;
