import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { apiPort } from "../model/image";
import type { OptionValue } from "../model/options";

/** How clients outside of the cluster come in. */
export type Exposure = NonNullable<OptionValue<"expose">>;

/** Arguments of WayIn. */
export interface WayInArgs extends Exposure {
  /** Name of the object. */
  name: string;
  namespace: string;
  /** Name of the Service for clients, and what its pods speak. */
  service: string;
  scheme: "http" | "https";
  /** Seconds that Apache waits for a client or for Glance; what stands in front of it must not be shorter. */
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

    this.registerOutputs();
  }
}

function metadata({ name, namespace, annotations }: WayInArgs, own: Record<string, string> = {}) {
  return { name, namespace, annotations: { ...skipAwait, ...own, ...annotations } };
}

/** Implementations have a timeout of their own, such as 15 s, unless the route has one; 0s is none. */
function httpRoute(args: WayInArgs): k8s.apiextensions.CustomResourceArgs {
  const { gateway, host, service } = args;
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
          backendRefs: [{ name: service, port: apiPort }],
          timeouts: { request: "0s", backendRequest: "0s" },
        },
      ],
    },
  };
}

/** ingress-nginx takes bodies of 1 MiB and keeps them on its disk first, unless it is told otherwise. */
function ingress(args: WayInArgs): k8s.networking.v1.IngressArgs {
  const { host, service, scheme, className, tlsSecret, apiTimeout } = args;
  return {
    metadata: metadata(args, {
      "nginx.ingress.kubernetes.io/proxy-body-size": "0",
      "nginx.ingress.kubernetes.io/proxy-request-buffering": "off",
      "nginx.ingress.kubernetes.io/proxy-read-timeout": String(apiTimeout),
      "nginx.ingress.kubernetes.io/proxy-send-timeout": String(apiTimeout),
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
  const { host, service, scheme, tlsSecret, apiTimeout } = args;
  const edge = {
    termination: "edge",
    ...(tlsSecret === undefined ? {} : { externalCertificate: { name: tlsSecret } }),
  };
  return {
    apiVersion: "route.openshift.io/v1",
    kind: "Route",
    metadata: metadata(args, { "haproxy.router.openshift.io/timeout": `${apiTimeout}s` }),
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
