import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { execa } from "execa";

import { daemonPid, startDaemon } from "../daemon";
import { built, state } from "../paths";
import { ensureRootfs, type RootfsRecipe } from "../rootfs";
import { enterRootfs } from "../rootfs/enterRootfs";
import { controlPlaneNamespace, insideNetwork } from "../topology";

/** Packages of the root file system in which Ceph, MariaDB and Keystone run. */
const packages = [
  "ceph-common",
  "ceph-mgr",
  "ceph-mon",
  "ceph-osd",
  "keystone",
  "mariadb-server",
  "python3-keystoneclient",
  "python3-pymysql",
  "uwsgi-core",
  "uwsgi-plugin-python3",
];

/** Where the root sees `data`. */
export const mountPoint = "/state";

const recipe: RootfsRecipe = {
  script: `mkdir ${mountPoint}`,
  files: { "/etc/mysql/mariadb.cnf": `[client]\nsocket = ${mountPoint}/mariadb/mariadb.sock\n` },
};

/** What the services write. It lies below the state, which only the administrator may enter. */
const data = join(state, "services");

const environment = {
  PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
  LANG: "C.UTF-8",
  HOME: "/root",
  CEPH_CONF: `${mountPoint}/ceph/ceph.conf`,
};

/** Directory of one service on the host; the service itself sees it as `<mountPoint>/<service>`. */
export function dataDirectory(service: string): string {
  return join(data, service);
}

/** Seconds after which a command has failed: a client of Ceph waits for ever for an OSD that is down. */
const patience = 300;

/** Makes the services' root file system unless it is there. */
export async function ensureServiceRootfs(): Promise<void> {
  await ensureRootfs("services", packages, recipe);
}

/**
 * Runs a command among the services, for example `rbd ls images` as the administrator of Ceph or
 * `mariadb glance` as root, and returns what it prints. `input` is its standard input.
 */
export async function inServices(command: readonly string[], input = ""): Promise<string> {
  const [program = "", ...args] = commandLine(command);
  const result = await execa(program, args, {
    input,
    env: environment,
    extendEnv: false,
    reject: false,
    timeout: patience * 1000,
  });
  if (result.failed) {
    // The last line of a Python traceback, and the only one of most other programs.
    const lastLine = result.stderr.trim().split("\n").at(-1);
    const reason = result.timedOut ? `it took more than ${patience} seconds.` : lastLine;
    throw new Error(`The command '${command[0]}' has failed among the lab's services: ${reason}`);
  }
  return result.stdout;
}

/** Starts a daemon of the services unless it runs; it must stay in the foreground. */
export function startService(
  name: string,
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
): void {
  if (daemonPid(name) === undefined) {
    startDaemon(name, commandLine(command), { ...environment, ...env });
  }
}

function commandLine(command: readonly string[]): string[] {
  mkdirSync(data, { recursive: true });
  const binds = [
    { source: "/dev", target: "/dev" },
    { source: data, target: mountPoint },
  ];
  return [
    ...insideNetwork(controlPlaneNamespace),
    ...enterRootfs(join(built.rootfs, "services"), command, binds),
  ];
}
