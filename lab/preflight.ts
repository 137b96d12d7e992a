import { existsSync, mkdirSync, readFileSync, statfsSync } from "node:fs";
import { delimiter, join } from "node:path";

import { executables, hasCompiler, isOutdated } from "./build";
import { hasCgroupControllers } from "./cluster/cgroups";
import { daemonPid } from "./daemon";
import { hostEnvironment } from "./environment";
import { built, cache } from "./paths";
import { apiPort } from "./topology";

/** What `lab up` needs to know about the machine. */
export interface Machine {
  platform: string;
  isRoot: boolean;
  /** Whether a program is where the lab looks for it. */
  hasProgram: (name: string) => boolean;
  hasCgroupControllers: boolean;
  /** Whether the kernel passes bridged traffic to iptables, and knows overlay mounts. */
  hasBridgeNetfilter: boolean;
  hasOverlay: boolean;
  cache: string;
  /** Type of the file system that holds the cache, as statfs(2) tells it. */
  fileSystemType: number;
  /** Free bytes for the cache. */
  freeBytes: number;
  /** Whether nothing has been built yet. */
  isCold: boolean;
  /** Whether everything is compiled, or can be. */
  hasExecutables: boolean;
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

const programs = [
  ["ip", "iproute2"],
  ["nsenter", "util-linux"],
  ["unshare", "util-linux"],
  ["mount", "mount"],
  // debootstrap downloads with it.
  ["wget", "wget"],
] as const;

/** Why the lab cannot run on this machine: one sentence per reason, empty when it can. */
export function obstacles(machine: Machine): string[] {
  const where = `The folder ${machine.cache}`;
  const gigabytes = machine.isCold ? coldGigabytes : warmGigabytes;
  const needs: [boolean, string][] = [
    [machine.platform === "linux", "The lab needs Linux: run it on a Linux machine."],
    [machine.isRoot, "The lab makes network namespaces and mounts: run it as root."],
    ...programs.map(([program, name]): [boolean, string] => [
      machine.hasProgram(program),
      `The program '${program}' is missing: install the package ${name}.`,
    ]),
    [
      machine.hasExecutables,
      "The executables of the lab have to be built, which takes Go 1.26 or newer: install it.",
    ],
    [
      machine.hasCgroupControllers,
      "The lab needs cgroup version 1 with the controllers cpu, cpuacct, cpuset, memory and pids: boot the machine " +
        "with systemd.unified_cgroup_hierarchy=0.",
    ],
    [
      machine.hasBridgeNetfilter,
      "The kernel does not filter bridged traffic: load the module with 'modprobe br_netfilter'.",
    ],
    [
      machine.hasOverlay,
      "The kernel does not know overlay mounts: load the module with 'modprobe overlay'.",
    ],
    [
      machine.isPortFree,
      `The port ${apiPort} of the loopback address belongs to another program: end it.`,
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
export function inspectMachine(): Machine {
  mkdirSync(cache, { recursive: true, mode: 0o700 });
  const disk = statfsSync(cache);
  return {
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    hasProgram: (name) =>
      hostEnvironment.PATH.split(delimiter).some((folder) => existsSync(join(folder, name))),
    hasCgroupControllers: hasCgroupControllers(),
    hasBridgeNetfilter: existsSync("/proc/sys/net/bridge/bridge-nf-call-iptables"),
    hasOverlay: /\boverlay$/m.test(readFileSync("/proc/filesystems", "utf8")),
    cache,
    fileSystemType: disk.type,
    freeBytes: disk.bavail * disk.bsize,
    isCold: !existsSync(built.rootfs) || !existsSync(built.bin),
    hasExecutables: !executables.some(isOutdated) || hasCompiler(),
    isPortFree:
      daemonPid("relay-outside") !== undefined ||
      !isListening(readFileSync("/proc/net/tcp", "utf8"), apiPort),
  };
}
