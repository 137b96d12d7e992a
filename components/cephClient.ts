import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

import { type CephCluster, cephxKey, keyringFile, renderCephConf, renderKeyring } from "./cephConf";

/** Name of the Secret with ceph.conf and keyring, as operators of OpenStack know it. */
export const cephSecretName = "ceph-conf-files";

/** Arguments of CephClient. */
export interface CephClientArgs {
  namespace: string;
  cluster: CephCluster;
  /** Pool for the images; the generated keyring gives access to no other. */
  pool: string;
  /** Key of the user; one is made when it is missing, and must then be given to the cluster. */
  key?: pulumi.Input<string> | undefined;
}

/** The Secret with which pods reach Ceph: ceph.conf and the keyring of one user. */
export class CephClient extends pulumi.ComponentResource {
  /** Keyring for `ceph auth import -i`; a secret. */
  readonly keyring: pulumi.Output<string>;

  constructor(name: string, args: CephClientArgs, opts?: pulumi.ComponentResourceOptions) {
    super("glance:index:CephClient", name, args, opts);
    const { cluster, pool } = args;

    const key = pulumi.secret(args.key ?? this.makeKey(`${name}-key`));
    this.keyring = key.apply((text) => renderKeyring(cluster.user, text, pool));

    new k8s.core.v1.Secret(
      name,
      {
        metadata: { name: cephSecretName, namespace: args.namespace },
        stringData: {
          "ceph.conf": renderCephConf(cluster),
          [keyringFile(cluster.user)]: this.keyring,
        },
      },
      { parent: this },
    );

    this.registerOutputs({ keyring: this.keyring });
  }

  private makeKey(name: string): pulumi.Output<string> {
    const bytes = new random.RandomBytes(name, { length: 16 }, { parent: this });
    return bytes.base64.apply(cephxKey);
  }
}
