import { X509Certificate } from "node:crypto";

import { configurationFiles } from "../../model/configurationFiles";
import type { Field } from "../../model/field";
import { type KubernetesObject, nameOf, namespaceOf } from "../../model/kubernetesObject";
import type { Stack } from "../../model/stack";
import { workerUrlsOf } from "../../model/staging";
import { replicasOf } from "../../model/stagingClaims";
import type { Workload } from "../../model/workload";
import type { ObjectViolation, StackRule } from "../../rule";

/** A certificate that the pods of an API may show, and whether it is for a host. */
interface Certificate {
  object: KubernetesObject;
  field: Field;
  isFor: (host: string) => boolean;
}

/** Pods check each other's certificates by the hosts in their URLs. */
export const requireWorkerNames: StackRule = {
  name: "certificate-require-worker-names",
  title: "The certificate is for every worker",
  description:
    "A certificate of a Glance API, where the stack has it or asks cert-manager for it, holds the host of every worker URL.",
  severity: "high",
  level: "mandatory",
  rationale:
    "A pod that passes an import on checks the certificate of the other one by its host; a certificate for clients alone " +
    "ends that import in an error 500.",
  url: "https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#a-aaaa-records-1",
  remedy: "`*.<serviceName>.<namespace>.svc` among the names of the certificate",
  scope: "stack",
  validate: (stack) => stack.glanceApis.flatMap((set) => nameViolations(set, stack)),
  admissionLimit:
    "StatefulSet and certificate are two objects, and the CEL of the API server cannot read a certificate.",
};

function nameViolations(set: Workload, stack: Stack): ObjectViolation[] {
  const domains = set.containers.flatMap(workerUrlsOf).flatMap(secureDomain);
  const [domain] = domains;
  if (domain === undefined) {
    return [];
  }
  const hosts = podNames(set).map((pod) => `${pod}.${domain}`);
  const certificates = [...certificatesAskedFor(set, stack), ...certificatesMounted(set, stack)];
  // A pod may have others as well, such as one for the database.
  if (certificates.some(({ isFor }) => hosts.every(isFor))) {
    return [];
  }
  const message = `must hold *.${domain}, because other pods check the certificate by the host in the URL of the worker`;
  return certificates.slice(0, 1).map(({ object, field }) => ({ object, field, message }));
}

/** What follows the name of the pod in a URL by https. */
function secureDomain(url: Field): string[] {
  const [, domain] = /^https:\/\/[^./]+\.([^:/]+)/.exec(url.at("value").text ?? "") ?? [];
  return domain === undefined ? [] : [domain];
}

function podNames(set: Workload): string[] {
  const replicas = Math.max(replicasOf(set), 1);
  return Array.from({ length: replicas }, (_, ordinal) => `${nameOf(set)}-${ordinal}`);
}

/** Those of cert-manager whose Secrets the pods mount. */
function certificatesAskedFor(set: Workload, stack: Stack): Certificate[] {
  const secrets = set.volumes.map((volume) => volume.at("secret", "secretName").text);
  return stack
    .inNamespace("Certificate", namespaceOf(set))
    .filter(({ manifest }) => {
      const secret = manifest.at("spec", "secretName").text;
      return secret !== undefined && secrets.includes(secret);
    })
    .map((object) => {
      const field = object.manifest.at("spec", "dnsNames");
      const names = field.items().map(({ text = "" }) => text);
      return { object, field, isFor: (host) => names.some((name) => covers(name, host)) };
    });
}

/** Those that are in Secrets of the stack. */
function certificatesMounted(set: Workload, stack: Stack): Certificate[] {
  const filesOf = configurationFiles(set, stack);
  return set.containers
    .flatMap(filesOf)
    .filter(({ path }) => path.endsWith("/tls.crt"))
    .map(({ object, field, read }) => {
      const certificate = parse(read());
      return {
        object,
        field,
        isFor: (host) => certificate?.checkHost(host, { subject: "never" }) !== undefined,
      };
    });
}

/** Undefined for what is no certificate. */
function parse(text: string): X509Certificate | undefined {
  try {
    return new X509Certificate(text);
  } catch {
    return undefined;
  }
}

/** Whether a name of a certificate is for a host: `*` stands for its first part. */
function covers(name: string, host: string): boolean {
  return name === host || name === host.replace(/^[^.]+/, "*");
}
