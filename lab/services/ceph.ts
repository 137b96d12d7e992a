import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { cephFsid } from "../topology";
import { cephConfig, cephDirectory, cephKey, cephKeyring, cephPool, cephUser } from "./cephConfig";
import { makeCredentials, readCredentials } from "./credentials";
import { initialize } from "./initialize";
import { inServices, startService } from "./rootfs";

const cephDaemons = ["ceph-mon", "ceph-mgr", "ceph-osd"] as const;

/** Starts a cluster of one monitor, one manager and one OSD with the pool of Glance. */
export async function startCeph(): Promise<void> {
  makeCredentials();
  await initialize("ceph", cephDaemons, makeCeph);
  startMonitor();
  startManager();
  startOsd();
  // Reads from the pool, and so waits until the OSD serves it.
  await inServices(["rbd", "ls", cephPool]);
}

function startMonitor(): void {
  startService("ceph-mon", ["ceph-mon", "-f", "-i", "a"]);
}

function startManager(): void {
  startService("ceph-mgr", ["ceph-mgr", "-f", "-i", "x"]);
}

function startOsd(): void {
  startService("ceph-osd", ["ceph-osd", "-f", "-i", "0"]);
}

async function makeCeph(directory: string): Promise<void> {
  const keyring = cephKeyring({
    "mon.": cephKey(),
    "client.admin": cephKey(),
    "mgr.x": cephKey(),
    "osd.0": cephKey(),
    [`client.${cephUser}`]: readCredentials().ceph.key,
  });
  writeFileSync(join(directory, "ceph.conf"), cephConfig());
  writeFileSync(join(directory, "keyring"), keyring, { mode: 0o600 });
  for (const daemon of ["mon", "mgr", "osd"]) {
    mkdirSync(join(directory, daemon));
  }
  const secrets = ["--keyring", `${cephDirectory}/keyring`];
  await inServices(["ceph-mon", "--mkfs", "-i", "a", "--fsid", cephFsid, ...secrets]);
  startMonitor();
  startManager();
  const osd = randomUUID();
  await inServices(["ceph", "osd", "new", osd, "0"]);
  await inServices(["ceph-osd", "--mkfs", "-i", "0", "--osd-uuid", osd, ...secrets]);
  startOsd();
  await inServices(["ceph", "osd", "pool", "create", cephPool, "8", "8", "replicated"]);
  await inServices(["rbd", "pool", "init", cephPool]);
}
