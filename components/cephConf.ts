import { stringify } from "ini";

import { cephDirectory } from "../model/image";

/** A Ceph cluster as its clients see it. */
export interface CephCluster {
  /** UUID of the cluster. */
  fsid: string;
  /** Addresses of the monitors as ceph.conf's mon_host takes them, such as `192.0.2.1:6789`. */
  monitors: readonly string[];
  /** Ceph user without the prefix `client.`; letters, digits, `_` and `-`. */
  user: string;
}

/** File name of the keyring of a user. */
export function keyringFile(user: string): string {
  return `ceph.client.${user}.keyring`;
}

/** Text of ceph.conf for a client: no log, no socket, only where the cluster is and who asks. */
export function renderCephConf(cluster: CephCluster): string {
  const sections = {
    global: {
      fsid: cluster.fsid,
      mon_host: cluster.monitors.join(","),
      auth_client_required: "cephx",
    },
    client: {
      [cluster.user]: { keyring: `${cephDirectory}/${keyringFile(cluster.user)}` },
    },
  };
  return stringify(sections, { whitespace: true });
}

/** Text of a keyring, as `ceph auth import -i` reads it; the capabilities cover one pool only. */
export function renderKeyring(user: string, key: string, pool: string): string {
  // Written by hand: the ini package puts keys, which end in "=", into quotes.
  return [
    `[client.${user}]`,
    `\tkey = ${key}`,
    `\tcaps mgr = "profile rbd"`,
    `\tcaps mon = "profile rbd"`,
    `\tcaps osd = "profile rbd pool=${pool}"`,
    "",
  ].join("\n");
}

/** Ciphers of cephx keys: their number in a key, and the bytes of the secret (src/auth/Crypto.h of Ceph). */
export const cephxCiphers = { aes: { type: 1, bytes: 16 }, aes256k: { type: 2, bytes: 32 } };

/** Name of the cipher of a cephx key. */
export type CephxCipher = keyof typeof cephxCiphers;

/**
 * A cephx key from random bytes in base64: type, creation time (0), length, bytes
 * (CryptoKey::encode in Ceph's src/auth/Crypto.cc).
 */
export function cephxKey(randomBase64: string, cipher: CephxCipher = "aes"): string {
  const secret = Buffer.from(randomBase64, "base64");
  const header = Buffer.alloc(12);
  header.writeUInt16LE(cephxCiphers[cipher].type, 0);
  header.writeUInt16LE(secret.length, 10);
  return Buffer.concat([header, secret]).toString("base64");
}
