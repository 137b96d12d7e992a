import { copyFile, rm } from "node:fs/promises";
import { join } from "node:path";

import { execa } from "execa";

import { buildRoot } from "./atomic";
import { baseStamp, ensureBase } from "./base";
import { run, writeFiles } from "./commands";
import { fingerprint } from "./fingerprint";
import { isolate } from "./enter";

/** Packages of the root file system that all nodes share. */
export const nodeRootPackages = [
  "ca-certificates",
  "conntrack",
  "containerd",
  "containernetworking-plugins",
  "ethtool",
  "iproute2",
  "iptables",
  "kmod",
  "nftables",
  "procps",
  "runc",
  "socat",
] as const;

/** What happens in a root file system after its packages are installed. */
export interface RootRecipe {
  /** Shell script, run in the root. */
  script: string;
  /** Text files by absolute path in the root, written before the script runs. @default none */
  files?: Readonly<Record<string, string>>;
  /** Environment of the script, for what belongs to this machine; never causes a new build. @default none */
  environment?: Readonly<Record<string, string>>;
  /** Files of this machine by absolute path in the root, there only while the script runs. @default none */
  hostFiles?: Readonly<Record<string, string>>;
}

const installScript = `set -e
apt-get -qq update
apt-get -q -y -o Dpkg::Options::=--force-confold install --no-install-recommends "$@"
apt-get clean
rm -rf /var/lib/apt/lists/*`;

/** Identifies a root file system: it is built anew when this changes. */
export function rootStamp(packages: readonly string[], recipe?: RootRecipe): string {
  const inputs = [installScript, [...packages].sort(), recipe?.script, recipe?.files];
  return fingerprint([baseStamp, ...inputs]);
}

/**
 * Makes the root file system `name` of Debian with these packages, unless it is there already,
 * and returns its directory.
 */
export async function ensureRoot(
  name: string,
  packages: readonly string[],
  recipe?: RootRecipe,
): Promise<string> {
  return buildRoot(name, rootStamp(packages, recipe), async (root, log) => {
    await execa("cp", ["-a", `${await ensureBase()}/.`, root]);
    const resolver = join(root, "etc/resolv.conf");
    await copyFile("/etc/resolv.conf", resolver);
    await run(isolate(root, ["sh", "-c", installScript, "install", ...packages]), log);
    if (recipe !== undefined) {
      await follow(recipe, root, log);
    }
    await rm(resolver, { force: true });
  });
}

async function follow(recipe: RootRecipe, root: string, log: string): Promise<void> {
  const hostFiles = Object.entries(recipe.hostFiles ?? {});
  await writeFiles(root, recipe.files ?? {});
  for (const [path, source] of hostFiles) {
    await copyFile(source, join(root, path));
  }
  await run(isolate(root, ["sh", "-ec", recipe.script]), log, recipe.environment);
  for (const [path] of hostFiles) {
    await rm(join(root, path), { force: true });
  }
}
