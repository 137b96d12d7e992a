import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import type { Api } from "../model/deployment";
import { leastGatewaySeconds } from "../model/gateway";
import { apiPort } from "../model/image";
import { clientHost } from "../model/names";
import type { OptionValue } from "../model/options";
import type { Ca } from "./trust";

/** How clients outside of the cluster come in. */
export type Exposure = NonNullable<OptionValue<"expose">>;

/** Arguments of WayIn. */
export interface WayInArgs extends Exposure {
  /** Name of the object. */
  name: string;
  namespace: string;
  /** The API that it leads to, by the Service for clients. */
  api: Pick<Api, "type" | "clientService" | "scheme">;
  /** What holds the CA of the pods' certificate; undefined for a public CA. */
  ca: Ca | undefined;
  /** Seconds that Apache waits for a client or for Glance; what stands in front of it waits as long, and a minute at least. */
  apiTimeout: number;
}

/** Pulumi would wait for an address, which says nothing about Glance. */
const skipAwait = { "pulumi.com/skipAwait": "true" };

/** The one object by which clients outside of the cluster reach an API, with no limit that cuts a long upload off. */
export class WayIn extends pulumi.ComponentResource {
  constructor(name: string, args: WayInArgs, opts?: pulumi.ComponentResourceOptions) {
    super("glance:index:WayIn", name, args, opts);
    const child = { parent: this };

    if (args.kind === "Ingress") {
      new k8s.networking.v1.Ingress(name, ingress(args), child);
    } else {
      new k8s.apiextensions.CustomResource(
        name,
        args.kind === "Route" ? route(args) : httpRoute(args),
        child,
      );
    }

    if (args.kind === "HTTPRoute" && args.api.scheme === "https") {
      new k8s.apiextensions.CustomResource(`${name}-tls`, backendTls(args), child);
    }

    this.registerOutputs();
  }
}

function metadata({ name, namespace, annotations }: WayInArgs, own: Record<string, string> = {}) {
  return { name, namespace, annotations: { ...skipAwait, ...own, ...annotations } };
}

function timeout({ apiTimeout }: WayInArgs): number {
  return Math.max(apiTimeout, leastGatewaySeconds);
}

/** Implementations have a timeout of their own, such as 15 s, unless the route has one; 0s is none. */
function httpRoute(args: WayInArgs): k8s.apiextensions.CustomResourceArgs {
  const { gateway, host, api } = args;
  const parent = {
    name: gateway?.name,
    ...(gateway?.namespace === undefined ? {} : { namespace: gateway.namespace }),
    ...(gateway?.section === undefined ? {} : { sectionName: gateway.section }),
  };
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: metadata(args),
    spec: {
      parentRefs: [parent],
      hostnames: [host],
      rules: [
        {
          matches: [{ path: { type: "PathPrefix", value: "/" } }],
          backendRefs: [{ name: api.clientService, port: apiPort }],
          timeouts: { request: "0s", backendRequest: "0s" },
        },
      ],
    },
  };
}

/** How a Gateway speaks to pods that have a certificate; it would speak HTTP otherwise. */
function backendTls(args: WayInArgs): k8s.apiextensions.CustomResourceArgs {
  const { api, ca, namespace } = args;
  const kind = ca?.secret === undefined ? "ConfigMap" : "Secret";
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "BackendTLSPolicy",
    metadata: metadata(args),
    spec: {
      targetRefs: [{ group: "", kind: "Service", name: api.clientService }],
      validation: {
        hostname: clientHost(api.type, namespace),
        ...(ca === undefined
          ? { wellKnownCACertificates: "System" }
          : { caCertificateRefs: [{ group: "", kind, name: ca.secret ?? ca.configMap }] }),
      },
    },
  };
}

/** ingress-nginx takes bodies of 1 MiB and keeps them on its disk first, unless it is told otherwise. */
function ingress(args: WayInArgs): k8s.networking.v1.IngressArgs {
  const { host, className, tlsSecret } = args;
  const { clientService: service, scheme } = args.api;
  return {
    metadata: metadata(args, {
      "nginx.ingress.kubernetes.io/proxy-body-size": "0",
      "nginx.ingress.kubernetes.io/proxy-request-buffering": "off",
      "nginx.ingress.kubernetes.io/proxy-read-timeout": String(timeout(args)),
      "nginx.ingress.kubernetes.io/proxy-send-timeout": String(timeout(args)),
      ...(scheme === "https" ? { "nginx.ingress.kubernetes.io/backend-protocol": "HTTPS" } : {}),
    }),
    spec: {
      ...(className === undefined ? {} : { ingressClassName: className }),
      ...(tlsSecret === undefined ? {} : { tls: [{ hosts: [host], secretName: tlsSecret }] }),
      rules: [
        {
          host,
          http: {
            paths: [
              {
                path: "/",
                pathType: "Prefix",
                backend: { service: { name: service, port: { number: apiPort } } },
              },
            ],
          },
        },
      ],
    },
  };
}

/**
 * The router of OpenShift waits for 30 s unless it is told otherwise. Pods that have a certificate show it to the clients
 * themselves: the router could not check it.
 */
function route(args: WayInArgs): k8s.apiextensions.CustomResourceArgs {
  const { host, tlsSecret } = args;
  const { clientService: service, scheme } = args.api;
  const edge = {
    termination: "edge",
    ...(tlsSecret === undefined ? {} : { externalCertificate: { name: tlsSecret } }),
  };
  return {
    apiVersion: "route.openshift.io/v1",
    kind: "Route",
    metadata: metadata(args, { "haproxy.router.openshift.io/timeout": `${timeout(args)}s` }),
    spec: {
      host,
      to: { kind: "Service", name: service, weight: 100 },
      port: { targetPort: "api" },
      tls: {
        ...(scheme === "https" ? { termination: "passthrough" } : edge),
        insecureEdgeTerminationPolicy: "Redirect",
      },
    },
  };
}
