import { randomBytes } from "node:crypto";

import { cephFsid, controlPlaneAddress } from "../topology";
import { mountPoint } from "./rootfs";

/** Where Ceph keeps its data, as it sees it itself. */
export const cephDirectory = `${mountPoint}/ceph`;

/** The pool of Glance and the user that may write to it. */
export const cephPool = "images";
export const cephUser = "openstack";

/** Addresses of the only monitor, in the form of `mon_host`. */
export const cephMonitors = [
  `v2:${controlPlaneAddress}:3300`,
  `v1:${controlPlaneAddress}:6789`,
] as const;

/** The configuration of the daemons and of the administrator's client. */
export function cephConfig(): string {
  return `[global]
fsid = ${cephFsid}
mon_host = [${cephMonitors.join(",")}]
public_addr = ${controlPlaneAddress}
cluster_addr = ${controlPlaneAddress}
ms_bind_ipv6 = false
auth_cluster_required = cephx
auth_service_required = cephx
auth_client_required = cephx
auth_allow_insecure_global_id_reclaim = false
keyring = ${cephDirectory}/keyring
run_dir = ${cephDirectory}
mon_data = ${cephDirectory}/mon
mgr_data = ${cephDirectory}/mgr
osd_data = ${cephDirectory}/osd
log_file =
log_to_stderr = true
err_to_stderr = true
# One OSD on one host, with one copy of everything.
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 8
osd_pool_default_pgp_num = 8
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
mon_warn_on_pool_no_redundancy = false
mon_allow_pool_delete = true
mon_data_avail_warn = 5
mon_data_avail_crit = 2
# A sparse file instead of a device.
osd_objectstore = bluestore
bluestore_block_size = ${10 * 2 ** 30}
bluestore_cache_size = ${128 * 2 ** 20}
osd_memory_target = ${896 * 2 ** 20}
# Seconds until a client counts as gone; 30 by default, which every test with a killed pod would wait for.
osd_client_watch_timeout = 15
osd_class_load_list = *
osd_class_default_list = *

[client]
admin_socket =
log_to_stderr = false
`;
}

/** A new secret key in Ceph's own framing: type 1 (AES), time of creation, length, 16 random bytes. */
export function cephKey(seconds = Math.floor(Date.now() / 1000), secret = randomBytes(16)): string {
  const header = Buffer.alloc(12);
  header.writeUInt16LE(1, 0);
  header.writeUInt32LE(seconds, 2);
  header.writeUInt16LE(secret.length, 10);
  return Buffer.concat([header, secret]).toString("base64");
}

/** Every key of the cluster with its capabilities; the monitor adopts them when it is made. */
export function cephKeyring(keys: Readonly<Record<string, string>>): string {
  const capabilities: Record<string, string[]> = {
    "mon.": ["mon allow *"],
    "client.admin": ["mon allow *", "mgr allow *", "osd allow *", "mds allow *"],
    "mgr.x": ["mon allow profile mgr", "osd allow *", "mds allow *"],
    "osd.0": ["mon allow profile osd", "mgr allow profile osd", "osd allow *"],
    [`client.${cephUser}`]: [
      "mon profile rbd",
      "mgr profile rbd",
      `osd profile rbd pool=${cephPool}`,
    ],
  };
  return Object.entries(keys)
    .map(([entity, key]) => {
      const lines = (capabilities[entity] ?? []).map((line) => {
        const space = line.indexOf(" ");
        return `\tcaps ${line.slice(0, space)} = "${line.slice(space + 1)}"\n`;
      });
      return `[${entity}]\n\tkey = ${key}\n${lines.join("")}`;
    })
    .join("");
}
