import type * as k8s from "@pulumi/kubernetes";

import { caDirectory, caFile, caKey } from "../model/image";
import type { OptionValue } from "../model/options";

/** What holds the certificates of the CAs to trust: a Secret or a ConfigMap. */
export type Ca = NonNullable<NonNullable<OptionValue<"tls">>["ca"]>;

/** What a container and its pod need to trust CAs beside the public ones. */
export interface Trust {
  env: k8s.types.input.core.v1.EnvVar[];
  volumeMounts: k8s.types.input.core.v1.VolumeMount[];
  volumes: k8s.types.input.core.v1.Volume[];
}

/**
 * How containers come to trust a CA; by nothing when there is none. The call by which Glance passes an import on to
 * another pod has no option for it, and looks into the environment like all else that uses requests. web-download has
 * urllib, and with it OpenSSL, which goes on to trust the system's directory of certificates.
 */
export function trust(ca: Ca | undefined): Trust {
  if (ca === undefined) {
    return { env: [], volumeMounts: [], volumes: [] };
  }
  const items = [{ key: caKey, path: caKey }];
  const source =
    ca.configMap === undefined
      ? { secret: { secretName: ca.secret ?? "", defaultMode: 0o440, items } }
      : { configMap: { name: ca.configMap, defaultMode: 0o440, items } };
  return {
    env: ["REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"].map((name) => ({ name, value: caFile })),
    volumeMounts: [{ name: "ca", mountPath: caDirectory, readOnly: true }],
    volumes: [{ name: "ca", ...source }],
  };
}
