import { existsSync, mkdirSync, readFileSync, statfsSync } from "node:fs";
import { delimiter, join } from "node:path";

import { hasCompiler, outdatedExecutables } from "./build";
import { cgroupHost } from "./cluster/cgroups";
import { daemonPid } from "./daemon";
import { hostEnvironment } from "./environment";
import { findGo, goVersion } from "./go";
import { missingModules, unavailableModules } from "./kernelModules";
import { built, cache } from "./paths";
import { apiPort, nodeNames } from "./topology";

/** What `lab up` needs to know about the machine. */
export interface Machine {
  platform: string;
  isRoot: boolean;
  /** Whether a program is where the lab looks for it. */
  hasProgram: (name: string) => boolean;
  /** Whether there are control groups, of either version, with all controllers that a node needs. */
  hasCgroups: boolean;
  /** Kernel modules that the lab needs and that are not loaded. */
  missingModules: readonly string[];
  /** Those of them that modprobe does not find. */
  unavailableModules: readonly string[];
  /** How many nodes the lab is asked for. */
  nodes: number;
  cache: string;
  /** Type of the file system that holds the cache, as statfs(2) tells it. */
  fileSystemType: number;
  /** Free bytes for the cache. */
  freeBytes: number;
  /** Whether nothing has been built yet. */
  isCold: boolean;
  /** Whether everything is compiled, or can be. */
  hasExecutables: boolean;
  /** The command that installs a Go which can compile it. */
  goInstallation: string;
  /** Whether nobody else listens on the port of the API server. */
  isPortFree: boolean;
}

/** Magic numbers of ext2, ext3 and ext4 (one for all), and of xfs. */
const diskFileSystems = [0xef53, 0x58465342];

const gigabyte = 1e9;
const coldGigabytes = 15;
const warmGigabytes = 5;

/** Longest path of a UNIX socket in all that the kernel allows. */
const longestSocket = 107;

/** Programs that the lab runs on the host, and the packages of Debian and Ubuntu that bring them. */
const programs = {
  ip: "iproute2",
  mount: "mount",
  nsenter: "util-linux",
  // mmdebstrap is written in it.
  perl: "perl",
  tar: "tar",
  unshare: "util-linux",
} as const;

/** Why the lab cannot run on this machine: one sentence per reason, empty when it can. */
export function obstacles(machine: Machine): string[] {
  const where = `The folder ${machine.cache}`;
  const gigabytes = machine.isCold ? coldGigabytes : warmGigabytes;
  const hasModprobe = machine.hasProgram("modprobe");
  const missing = Object.entries({
    ...programs,
    ...(machine.missingModules.length > 0 && { modprobe: "kmod" }),
  }).filter(([program]) => !machine.hasProgram(program));
  const packages = [...new Set(missing.map(([, name]) => name))].join(" ");
  const needs: [boolean, string][] = [
    [machine.platform === "linux", "The lab needs Linux: run it on a Linux machine."],
    [machine.isRoot, "The lab makes network namespaces and mounts: run it as root."],
    [
      machine.hasProgram("apt-get"),
      "The lab is made of Debian's packages, which it gets with apt: run it on Debian or Ubuntu.",
    ],
    [
      missing.length === 0,
      `The lab runs programs that are missing (${missing.map(([program]) => program).join(", ")}): ` +
        `'apt-get install ${packages}'.`,
    ],
    [
      machine.hasExecutables,
      `The lab's executables have to be built, which takes Go ${goVersion} or newer: '${machine.goInstallation}'.`,
    ],
    [
      machine.hasCgroups,
      "The lab needs cgroup version 2 with the controllers cpu, memory and pids, or version 1: boot the machine with " +
        "'systemd.unified_cgroup_hierarchy=1' on the kernel's command line.",
    ],
    ...(hasModprobe ? machine.unavailableModules : []).map((module): [boolean, string] => [
      false,
      `The kernel module ${module} is missing and 'modprobe ${module}' does not find it: 'reboot' if the kernel was ` +
        `updated, else install the modules of this kernel.`,
    ]),
    [
      machine.isPortFree,
      `The port ${apiPort} of the loopback address belongs to another program: end the one that ` +
        `'ss -ltnp sport = :${apiPort}' shows.`,
    ],
    [
      machine.nodes > 0,
      "The variable GLANCE_LAB_NODES says how many nodes the lab has, 1, 2 or 3: 'unset GLANCE_LAB_NODES'.",
    ],
    [
      isShortName(machine.cache),
      `${where} must have a short name of letters, digits, '.', '_' and '-': set GLANCE_LAB_CACHE to another one.`,
    ],
    [
      diskFileSystems.includes(machine.fileSystemType),
      `${where} must be on an ext4 or xfs disk: set GLANCE_LAB_CACHE to a folder on one.`,
    ],
    [
      machine.freeBytes >= gigabytes * gigabyte,
      `${where} has ${Math.floor(machine.freeBytes / gigabyte)} GB of free disk, and the lab needs ` +
        `${gigabytes} GB: free some, or set GLANCE_LAB_CACHE to a folder on another disk.`,
    ],
  ];
  return needs.filter(([holds]) => !holds).map(([, sentence]) => sentence);
}

function isShortName(folder: string): boolean {
  return /^[\w./-]+$/.test(folder) && join(folder, "state/api.sock").length <= longestSocket;
}

/** Whether the text of /proc/net/tcp has a listener on a port of the loopback address or of all addresses. */
export function isListening(table: string, port: number): boolean {
  const hexadecimal = port.toString(16).toUpperCase().padStart(4, "0");
  return new RegExp(`: (0100007F|00000000):${hexadecimal} \\S+ 0A `).test(table);
}

/** Looks at the machine that this runs on. */
export async function inspectMachine(): Promise<Machine> {
  mkdirSync(cache, { recursive: true, mode: 0o700 });
  const disk = statfsSync(cache);
  const hasExecutables = outdatedExecutables().length === 0 || hasCompiler();
  return {
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    hasProgram: (name) =>
      hostEnvironment.PATH.split(delimiter).some((folder) => existsSync(join(folder, name))),
    hasCgroups: cgroupHost() !== undefined,
    missingModules: missingModules(),
    unavailableModules: unavailableModules(),
    nodes: nodeNames.length,
    cache,
    fileSystemType: disk.type,
    freeBytes: disk.bavail * disk.bsize,
    isCold: !existsSync(built.rootfs) || !existsSync(built.bin),
    hasExecutables,
    goInstallation: hasExecutables ? "" : await findGo(),
    isPortFree:
      daemonPid("relay-outside") !== undefined ||
      !isListening(readFileSync("/proc/net/tcp", "utf8"), apiPort),
  };
}
