import { existsSync } from "node:fs";
import { join } from "node:path";

/** The file in `policy/config` that is named like a stack: levels and settings of the rules for it; undefined when there is none. */
export function configurationFileOf(stack: string): string | undefined {
  const file = join("policy/config", `${stack}.json`);
  return existsSync(file) ? file : undefined;
}
