import { z } from "zod";

import { cidr, hostName } from "./addresses";
import { annotations, list } from "./kubernetes";
import { dnsLabel, fields, objectName, text } from "./values";

/** The Service of an API for clients, in Kubernetes' own spelling. */
export const service = fields({
  type: z
    .enum(["ClusterIP", "NodePort", "LoadBalancer"], {
      error: "write ClusterIP, NodePort or LoadBalancer",
    })
    .optional(),
  annotations: annotations.optional(),
  loadBalancerClass: text("write the class of a load balancer", /^[\w./-]+$/).optional(),
  loadBalancerSourceRanges: list(cidr, "the ranges").optional(),
  externalTrafficPolicy: z
    .enum(["Cluster", "Local"], { error: "write Cluster or Local" })
    .optional(),
})
  .superRefine(({ type = "ClusterIP", ...given }, context) => {
    const refuse = (field: keyof typeof given, message: string) => {
      if (given[field] !== undefined) {
        context.addIssue({ code: "custom", path: [field], message });
      }
    };
    if (type !== "LoadBalancer") {
      refuse("loadBalancerClass", "leave it out, or write type: LoadBalancer beside it");
      refuse("loadBalancerSourceRanges", "leave it out, or write type: LoadBalancer beside it");
    }
    if (type === "ClusterIP") {
      refuse(
        "externalTrafficPolicy",
        "leave it out, or write type: NodePort or type: LoadBalancer beside it",
      );
    }
  })
  .meta({
    elsewhere: {
      selector: "the program selects the pods that are ready and not drained",
      ports: "the port of Glance is 9292 everywhere",
      clusterIP: "the cluster gives the address; write type and annotations",
    },
  });

const belongsTo = (kind: string) => `leave it out, it is for kind: ${kind}`;

/** The object by which clients outside of the cluster come in. */
export const expose = fields({
  kind: z
    .enum(["HTTPRoute", "Ingress", "Route"], { error: "write HTTPRoute, Ingress or Route" })
    .describe("HTTPRoute of the Gateway API, Ingress, or Route of OpenShift"),
  host: text("write the name of a host without scheme, port and path", hostName)
    .regex(/^(?!.*(^|\.)\d+$)[^A-Z]*$/, { error: "write a name in small letters, and no address" })
    .describe(
      "Host in the URL of clients; `keystone.publicUrl` is `https://<host>` unless it is set",
    ),
  gateway: fields({
    name: objectName("a Gateway"),
    namespace: dnsLabel("a namespace").optional(),
    section: dnsLabel("the name of a listener").optional(),
  })
    .optional()
    .describe("Gateway of the HTTPRoute: `name`, and perhaps `namespace` and `section`"),
  className: objectName("an IngressClass").optional().describe("IngressClass of the Ingress"),
  tlsSecret: objectName("a Secret with a certificate")
    .optional()
    .describe(
      "Secret with the certificate for the host, of an Ingress or Route; a Gateway has its own",
    ),
  annotations: annotations
    .optional()
    .describe("Annotations of the object; they replace the program's own of the same name"),
}).superRefine(({ kind, gateway, className, tlsSecret }, context) => {
  const refuse = (field: string, message: string) => {
    context.addIssue({ code: "custom", path: [field], message });
  };
  if (kind === "HTTPRoute" && gateway === undefined) {
    refuse("gateway", "write the name of the Gateway that the route is for");
  }
  if (kind !== "HTTPRoute" && gateway !== undefined) {
    refuse("gateway", belongsTo("HTTPRoute"));
  }
  if (kind !== "Ingress" && className !== undefined) {
    refuse("className", belongsTo("Ingress"));
  }
  if (kind === "HTTPRoute" && tlsSecret !== undefined) {
    refuse("tlsSecret", "leave it out, the Gateway has the certificate");
  }
});
