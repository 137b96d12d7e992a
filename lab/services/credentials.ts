import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { state } from "../paths";
import { cephFsid, controlPlaneAddress } from "../topology";
import { cephKey, cephMonitors, cephPool, cephUser } from "./cephConfig";

/** What a deployment has to know about the lab's services. Everything random is made once per lab. */
export interface LabCredentials {
  ceph: {
    fsid: string;
    /** Addresses as in `mon_host`, for example "v1:10.88.0.1:6789". */
    monitors: string[];
    /** Name without "client.". */
    user: string;
    key: string;
    pool: string;
  };
  /** Glance's database. */
  database: { host: string; port: number; user: string; password: string; name: string };
  keystone: {
    /** Address of the identity API, version included. */
    authUrl: string;
    adminUser: string;
    adminPassword: string;
    region: string;
    /** A member of the project "demo". */
    demoUser: string;
    demoPassword: string;
    /** Password of Keystone's own database. */
    databasePassword: string;
  };
}

const file = join(state, "credentials.json");

/** Makes the credentials of a new lab, which only its administrator may read. */
export function makeCredentials(): void {
  if (existsSync(file)) {
    return;
  }
  const password = () => randomBytes(16).toString("hex");
  const credentials: LabCredentials = {
    ceph: {
      fsid: cephFsid,
      monitors: [...cephMonitors],
      user: cephUser,
      key: cephKey(),
      pool: cephPool,
    },
    database: {
      host: controlPlaneAddress,
      port: 3306,
      user: "glance",
      password: password(),
      name: "glance",
    },
    keystone: {
      authUrl: `http://${controlPlaneAddress}:5000/v3`,
      adminUser: "admin",
      adminPassword: password(),
      region: "RegionOne",
      demoUser: "demo",
      demoPassword: password(),
      databasePassword: password(),
    },
  };
  mkdirSync(state, { recursive: true, mode: 0o700 });
  writeFileSync(file, JSON.stringify(credentials, undefined, 2), { mode: 0o600 });
}

/** Reads the credentials of the running lab. */
export function readCredentials(): LabCredentials {
  if (!existsSync(file)) {
    throw new Error("The lab has no credentials because it has not been started: start it first.");
  }
  return JSON.parse(readFileSync(file, "utf8")) as LabCredentials;
}
