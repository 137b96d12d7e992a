import { copyFile, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";

import { fingerprint } from "../stamp";
import { mirrorOf, readAptSettings, sourcesList, unpackPackage } from "./apt";
import { buildRootfs } from "./buildRootfs";
import { run, writeFiles } from "./commands";
import { isolate } from "./enterRootfs";

/** Debian 12: the versions of containerd, Ceph, MariaDB, Keystone and Python in the lab are its own. */
const suite = "bookworm";

const dpkgConfiguration = `force-unsafe-io
path-exclude /usr/share/doc/*
path-exclude /usr/share/info/*
path-exclude /usr/share/locale/*
path-exclude /usr/share/man/*
`;

const servicePolicy = `#!/bin/sh
# The installation of a package starts no service.
exit 101
`;

/** Identifies what the base is made of; part of the stamp of every root file system. */
export const baseStamp = fingerprint([suite, dpkgConfiguration, servicePolicy]);

let base: Promise<string> | undefined;

/** The smallest Debian with apt, from which the root file systems are copied; built once per process at most. */
export function ensureBase(): Promise<string> {
  return (base ??= buildRootfs("base", baseStamp, fill));
}

async function fill(rootfs: string, log: string): Promise<void> {
  const apt = await readAptSettings();
  const debootstrap = await unpackPackage("debootstrap");
  const program = join(debootstrap, "usr/sbin/debootstrap");
  const options = ["--variant=minbase", "--foreign", suite, rootfs, mirrorOf(apt.sources, suite)];
  // In two stages, so that dpkg's configuration is there before it installs anything.
  const namespaces = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
  await run(["unshare", ...namespaces, program, ...options], log, {
    DEBOOTSTRAP_DIR: join(debootstrap, "usr/share/debootstrap"),
    ...apt.proxies,
  });
  await writeFiles(rootfs, { "/etc/dpkg/dpkg.cfg.d/lab": dpkgConfiguration });
  await run(isolate(rootfs, ["/debootstrap/debootstrap", "--second-stage"]), log);
  await writeFiles(rootfs, {
    "/etc/apt/sources.list": sourcesList(apt.sources),
    "/etc/apt/apt.conf.d/90lab": `Acquire::Languages "none";\n${apt.configuration}`,
    // Only now, because debootstrap removes it at its end.
    "/usr/sbin/policy-rc.d": servicePolicy,
  });
  await run(isolate(rootfs, ["chmod", "0755", "/usr/sbin/policy-rc.d"]), log);
  for (const file of apt.files) {
    await mkdir(join(rootfs, dirname(file)), { recursive: true });
    await copyFile(file, join(rootfs, file));
  }
  await run(isolate(rootfs, ["apt-get", "clean"]), log);
}
