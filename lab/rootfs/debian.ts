import { join } from "node:path";

import { type AptSettings, readAptSettings, sourcesList, unpackPackage, writeAptFile } from "./apt";
import { run } from "./commands";

/** Debian 12: the versions of containerd, Ceph, MariaDB, Keystone and Python in the lab are its own. */
export const labRelease = "bookworm";

/** What dpkg does from the first package on that apt installs. */
const dpkgConfiguration = `force-unsafe-io
path-exclude /usr/share/doc/*
path-exclude /usr/share/info/*
path-exclude /usr/share/locale/*
path-exclude /usr/share/man/*
`;

/** Arguments of mmdebstrap that do not depend on this machine. */
export function debianOptions(packages: readonly string[]): string[] {
  return [
    "--mode=root",
    "--format=directory",
    "--variant=minbase",
    '--aptopt=Acquire::Languages "none"',
    `--essential-hook=printf %s '${dpkgConfiguration}' >"$1/etc/dpkg/dpkg.cfg.d/lab"`,
    `--include=${packages.join(",")}`,
  ];
}

/**
 * Fills an empty directory with the smallest Debian of a release that has these packages. The host's apt downloads and
 * checks them, by the keys of Debian that it gets as a package of its own distribution.
 */
export async function installDebian(
  rootfs: string,
  release: string,
  packages: readonly string[],
  log: string,
): Promise<void> {
  const { program, keyring, apt } = await (tools ??= prepare());
  const backports = packages.some((name) => name.endsWith(`/${release}-backports`));
  const list = sourcesList(apt.sources, release, keyring, backports);
  // In files, because everybody can read a command line, and proxies and mirrors may have passwords.
  const configuration = await writeAptFile("host.conf", apt.configuration);
  // Without a source of the host's own, mmdebstrap takes Debian's.
  const mirrors = list.length === 0 ? [] : [await writeAptFile(`${release}.list`, list)];
  const options = [`--keyring=${keyring}`, `--aptopt=${configuration}`];
  const namespaces = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
  const command = [program, ...debianOptions(packages), ...options, release, rootfs, ...mirrors];
  await run(["unshare", ...namespaces, ...command], log);
}

/** What all installations need of this machine. */
interface Tools {
  /** Path of mmdebstrap. */
  program: string;
  /** File with the keys of Debian's archive. */
  keyring: string;
  apt: AptSettings;
}

let tools: Promise<Tools> | undefined;

async function prepare(): Promise<Tools> {
  const apt = await readAptSettings();
  const keys = await unpackPackage("debian-archive-keyring");
  return {
    program: join(await unpackPackage("mmdebstrap"), "usr/bin/mmdebstrap"),
    keyring: join(keys, "usr/share/keyrings/debian-archive-keyring.gpg"),
    apt,
  };
}
