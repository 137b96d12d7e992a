import type * as k8s from "@pulumi/kubernetes";

import type { ApiCertificate, Tls } from "../model/deployment";

/** The Certificate by which cert-manager makes and renews the certificate of an API, in the Secret of the same name. */
export function certificate(
  { secret, names }: ApiCertificate,
  { name, kind }: NonNullable<Tls["issuer"]>,
  namespace: string,
  labels: Record<string, string>,
): k8s.apiextensions.CustomResourceArgs {
  return {
    apiVersion: "cert-manager.io/v1",
    kind: "Certificate",
    metadata: { name: secret, namespace, labels },
    spec: {
      secretName: secret,
      dnsNames: names,
      usages: ["server auth"],
      privateKey: { rotationPolicy: "Always" },
      issuerRef: { group: "cert-manager.io", kind, name },
    },
  };
}
