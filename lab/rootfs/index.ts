import { copyFile, rm } from "node:fs/promises";
import { join } from "node:path";

import { fingerprint } from "../stamp";
import { buildRootfs } from "./buildRootfs";
import { run, writeFiles } from "./commands";
import { debianOptions, installDebian, labRelease } from "./debian";
import { isolate } from "./enterRootfs";

/** Packages of the root file system that all nodes share. */
export const nodePackages = [
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
export interface RootfsRecipe {
  /** Codename of the release of Debian. @default the one that the lab is made of */
  release?: string;
  /** Shell script, run in the rootfs. */
  script: string;
  /** Text files by absolute path in the rootfs, written before the script runs. @default none */
  files?: Readonly<Record<string, string>>;
  /** Environment of the script, for what belongs to this machine; never causes a new build. @default none */
  environment?: Readonly<Record<string, string>>;
  /** Files of this machine by absolute path in the rootfs, there only while the script runs. @default none */
  hostFiles?: Readonly<Record<string, string>>;
}

/** Identifies a root file system: it is built anew when this changes. */
export function rootfsStamp(packages: readonly string[], recipe?: RootfsRecipe): string {
  const options = debianOptions([...packages].sort());
  return fingerprint([recipe?.release ?? labRelease, options, recipe?.script, recipe?.files]);
}

/**
 * Makes the root file system `name` of Debian with these packages, unless it is there already,
 * and returns its directory.
 */
export async function ensureRootfs(
  name: string,
  packages: readonly string[],
  recipe?: RootfsRecipe,
): Promise<string> {
  return buildRootfs(name, rootfsStamp(packages, recipe), async (rootfs, log) => {
    await installDebian(rootfs, recipe?.release ?? labRelease, packages, log);
    if (recipe !== undefined) {
      await follow(recipe, rootfs, log);
    }
    // They are the host's.
    await rm(join(rootfs, "etc/resolv.conf"), { force: true });
    await rm(join(rootfs, "etc/hostname"), { force: true });
  });
}

async function follow(recipe: RootfsRecipe, rootfs: string, log: string): Promise<void> {
  const hostFiles = Object.entries(recipe.hostFiles ?? {});
  await writeFiles(rootfs, recipe.files ?? {});
  for (const [path, source] of hostFiles) {
    await copyFile(source, join(rootfs, path));
  }
  await run(isolate(rootfs, ["sh", "-ec", recipe.script]), log, recipe.environment);
  for (const [path] of hostFiles) {
    await rm(join(rootfs, path), { force: true });
  }
}
