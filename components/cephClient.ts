import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

import {
  type CephxCipher,
  cephxCiphers,
  cephxKey,
  keyringFile,
  renderCephConf,
  renderKeyring,
} from "./cephConf";

/** Name of the Secret with ceph.conf and keyring, as operators of OpenStack know it. */
export const cephSecretName = "ceph-conf-files";

/** Arguments of CephClient. */
export interface CephClientArgs {
  namespace: string;
  /** UUID of the cluster. */
  fsid: pulumi.Input<string>;
  /** Addresses of the monitors as ceph.conf's mon_host takes them. */
  monitors: pulumi.Input<pulumi.Input<string>[]>;
  /** Ceph user without the prefix `client.`. */
  user: pulumi.Input<string>;
  /** Pool for the images; the generated keyring gives access to no other. */
  pool: pulumi.Input<string>;
  /** Key of the user; one is made when it is missing, and must then be given to the cluster. */
  key?: pulumi.Input<string> | undefined;
  /** Cipher of the key that is made. @default aes */
  keyType?: CephxCipher | undefined;
}

/** The Secret with which pods reach Ceph: ceph.conf and the keyring of one user. */
export class CephClient extends pulumi.ComponentResource {
  /** Keyring for `ceph auth import -i`; a secret. */
  readonly keyring: pulumi.Output<string>;

  constructor(name: string, args: CephClientArgs, opts?: pulumi.ComponentResourceOptions) {
    super("glance:index:CephClient", name, args, opts);
    const { namespace, fsid, monitors, user, pool } = args;

    const key = pulumi.secret(args.key ?? this.makeKey(`${name}-key`, args.keyType ?? "aes"));
    this.keyring = pulumi.all([user, key, pool]).apply((keyring) => renderKeyring(...keyring));

    new k8s.core.v1.Secret(
      name,
      {
        metadata: { name: cephSecretName, namespace },
        stringData: pulumi
          .all([{ fsid, monitors, user }, this.keyring])
          .apply(([cluster, keyring]) => ({
            "ceph.conf": renderCephConf(cluster),
            [keyringFile(cluster.user)]: keyring,
          })),
      },
      { parent: this },
    );

    this.registerOutputs({ keyring: this.keyring });
  }

  private makeKey(name: string, cipher: CephxCipher): pulumi.Output<string> {
    const length = cephxCiphers[cipher].bytes;
    const bytes = new random.RandomBytes(name, { length }, { parent: this });
    return bytes.base64.apply((base64) => cephxKey(base64, cipher));
  }
}
