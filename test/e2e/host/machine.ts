import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";

import { execa } from "execa";

import { cache } from "../../../lab/paths";
import { ensureRootfs } from "../../../lab/rootfs";
import type { Kernel } from "./kernel";

/** Releases of Debian that a newcomer's machine may have. */
export const releases = ["bookworm", "trixie"] as const;
export type Release = (typeof releases)[number];

/** What an installed Debian has at least, and what the README asks for beside Node. */
const packages = [
  "ca-certificates",
  "dbus",
  "e2fsprogs",
  "git",
  "iproute2",
  "kmod",
  "mount",
  "perl",
  "procps",
  "systemd-sysv",
  "udev",
];

const repository = join(__dirname, "../../..");

/**
 * Makes the disk of a machine that boots with systemd, runs `trial.sh` and goes off. It has a clone of the last commit
 * with its npm modules, and all that the lab has built, for it has no network.
 */
export async function makeDisk(release: Release, kernel: Kernel): Promise<string> {
  const read = (name: string) => readFileSync(join(__dirname, name), "utf8");
  const rootfs = await ensureRootfs(`host-${release}`, packages, {
    release,
    files: {
      "/etc/systemd/system/trial.service": read("trial.service"),
      "/root/trial.sh": read("trial.sh"),
    },
    script: "systemctl enable trial.service; echo host >/etc/hostname",
  });
  const folder = join(cache, "host");
  const stage = join(folder, release);
  const disk = join(folder, `${release}.img`);
  await rm(stage, { recursive: true, force: true });
  await rm(disk, { force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Hard links: nothing but new files is written to the copy.
  await copy(rootfs, stage);
  await copy(kernel.modules, join(stage, "usr/lib/modules"));
  await copyNode(join(stage, "usr/local"));
  await execa("git", ["clone", "--quiet", repository, join(stage, "root/glance")]);
  await copy(join(repository, "node_modules"), join(stage, "root/glance/node_modules"));
  for (const part of ["bin", "images", "containerd", "rootfs/node", "rootfs/services"]) {
    for (const source of [join(cache, part), `${join(cache, part)}.stamp`]) {
      if (existsSync(source)) {
        await copy(source, source.replace(cache, join(stage, "root/.cache/glance-lab")));
      }
    }
  }
  await execa("truncate", ["--size=16G", disk]);
  await execa("mkfs.ext4", ["-q", "-d", stage, disk]);
  await rm(stage, { recursive: true });
  return disk;
}

/** Node and npm as they run here. */
async function copyNode(prefix: string): Promise<void> {
  const npm = dirname(dirname(process.env["npm_execpath"] ?? ""));
  await execa("install", ["-D", process.execPath, join(prefix, "bin/node")]);
  await copy(npm, join(prefix, "lib/node_modules/npm"));
  for (const name of ["npm", "npx"]) {
    const target = `../lib/node_modules/npm/bin/${name}-cli.js`;
    await execa("ln", ["-sf", target, join(prefix, "bin", name)]);
  }
}

async function copy(source: string, target: string): Promise<void> {
  mkdirSync(dirname(target), { recursive: true });
  await execa("cp", ["-a", "--link", "--no-target-directory", source, target]);
}
