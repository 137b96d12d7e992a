import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

import { parse } from "ini";

/** Settings of pip that decide where packages come from; the others are this machine's own affair. */
const names = [
  "cert",
  "default-timeout",
  "extra-index-url",
  "index-url",
  "proxy",
  "retries",
  "timeout",
  "trusted-host",
] as const;

/**
 * The user's pip settings as environment variables. `files` are the texts of pip.conf files, the
 * later over the earlier; `environment` counts more than files, as it does for pip.
 */
export function pipEnvironment(
  files: readonly string[],
  environment: NodeJS.ProcessEnv,
): Record<string, string> {
  const result: Record<string, string> = {};
  for (const name of names) {
    const variable = `PIP_${name.toUpperCase().replaceAll("-", "_")}`;
    const values = files.flatMap((text) => {
      const sections = parse(text) as Record<string, Record<string, unknown> | undefined>;
      return [sections["global"]?.[name], sections["install"]?.[name]];
    });
    const value =
      environment[variable] ?? values.filter((candidate) => candidate !== undefined).at(-1);
    if (typeof value === "string") {
      result[variable] = value.trim();
    }
  }
  return result;
}

/** Reads the settings of the user who runs this process. */
export function readPipEnvironment(): Record<string, string> {
  const home = homedir();
  const files = [
    "/etc/pip.conf",
    join(home, ".pip/pip.conf"),
    join(process.env["XDG_CONFIG_HOME"] ?? join(home, ".config"), "pip/pip.conf"),
  ];
  const texts = files.filter((file) => existsSync(file)).map((file) => readFileSync(file, "utf8"));
  return pipEnvironment(texts, process.env);
}
