import { type Deployment, makeDeployment, type Staging } from "./deployment";
import type { ApiType, Layout } from "./names";
import type { OptionValue } from "./options";
import { readOption, readOptions } from "./options/read";

/** Arguments that decide what a deployment consists of; each may be left out for its default. */
export interface DeploymentArgs {
  /** Namespace of all objects; it must exist. @default openstack */
  namespace?: string;
  /** `split`: an external and an internal API side by side; `single`: one API for both. @default split */
  layout?: Layout;
  /** Pods of every API; zero parks them and keeps what they have staged. @default 3 */
  replicas?: number;
  /** What is set for one API alone. */
  external?: ReplicasArgs;
  internal?: ReplicasArgs;
  single?: ReplicasArgs;
  /** The claim of every pod. */
  staging?: Partial<Staging>;
  /** Certificates, and the CAs to trust. @default no TLS, and the public CAs */
  tls?: TlsArgs | undefined;
  /** How clients outside of the cluster come in. @default not at all */
  expose?: OptionValue<"expose"> | undefined;
}

/** Certificates. With `secret` or `issuer` the pods speak HTTPS only. */
export interface TlsArgs {
  /** Name of a Secret of the type kubernetes.io/tls that holds the names of the output certificateNames. */
  secret?: string | undefined;
  /** Issuer of cert-manager that makes the certificates, in place of a Secret. Its kind is ClusterIssuer by default. */
  issuer?: { name: string; kind?: "Issuer" | "ClusterIssuer" } | undefined;
  /** What holds, in the key ca.crt, the CAs of Keystone, database and pods: a Secret or a ConfigMap. @default public CAs */
  ca?: { secret?: string | undefined; configMap?: string | undefined } | undefined;
}

/** Pods of one API. */
export interface ReplicasArgs {
  /** Pods of this API. @default those of every API */
  replicas?: number | undefined;
}

/**
 * The deployment that arguments describe.
 *
 * @throws UserError, one sentence that names argument, value and remedy.
 */
export function readDeployment(args: DeploymentArgs): Deployment {
  const api = (type: ApiType) => readOption(type, { replicas: args[type]?.replicas });
  return makeDeployment({
    ...readOptions(["namespace", "layout", "replicas", "staging", "tls", "expose"], args),
    external: api("external"),
    internal: api("internal"),
    single: api("single"),
  });
}
