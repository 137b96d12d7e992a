import { z } from "zod";

import { isPartOf } from "../addressRange";
import { cidr } from "./addresses";
import { labelSelector, list } from "./kubernetes";
import { count, distinct, fields } from "./values";

const portRemedy = "write a port from 1 to 65535, without quotes, or its name";

const port = fields({
  protocol: z.enum(["TCP", "UDP", "SCTP"], { error: "write TCP, UDP or SCTP" }).optional(),
  port: z
    .union([z.int(), z.string().regex(/^(?=.*[a-z])[a-z0-9-]{1,15}$/, { error: portRemedy })], {
      error: portRemedy,
    })
    .refine((value) => typeof value === "string" || (value >= 1 && value <= 65535), {
      error: portRemedy,
    })
    .optional(),
  endPort: count("a port", 1, 65535).optional(),
}).superRefine(({ port: first, endPort: last }, context) => {
  if (last !== undefined && (typeof first !== "number" || last < first)) {
    const message = "write the last port of a range whose first one is port";
    context.addIssue({ code: "custom", path: ["endPort"], message });
  }
});

/** Who is at the other end of traffic, in Kubernetes' own spelling. */
const peer = fields({
  podSelector: labelSelector.optional(),
  namespaceSelector: labelSelector.optional(),
  ipBlock: fields({ cidr, except: list(cidr, "the ranges").optional() })
    .superRefine(({ cidr: whole, except = [] }, context) => {
      const outside = except.findIndex((range) => !isPartOf(range, whole));
      if (outside !== -1) {
        const message = `write a part of ${whole}, as in cidr beside it`;
        context.addIssue({ code: "custom", path: ["except", outside], message });
      }
    })
    .optional(),
}).refine(
  ({ ipBlock, podSelector, namespaceSelector }) =>
    (ipBlock !== undefined) !== (podSelector !== undefined || namespaceSelector !== undefined),
  { error: "write podSelector, namespaceSelector or both, or ipBlock" },
);

const egress = fields({
  to: list(peer, "the peers").min(1, { error: "name a peer, or leave it out for all" }).optional(),
  ports: list(port, "the ports")
    .min(1, { error: "name a port, or leave it out for all" })
    .optional(),
});

/** A range that leaves something over: no exception of a NetworkPolicy takes all addresses. */
const clusterRange = cidr.refine((range) => !range.endsWith("/0"), {
  error: "write the ranges of the cluster alone, such as 10.96.0.0/12",
});

/** What the pods may be reached by, and what they may reach. */
export const networkPolicy = fields({
  clients: list(peer, "the peers")
    .optional()
    .describe(
      "Peers that may come to the API, as a NetworkPolicy has them; left out, the namespace, or everybody where `expose`, a Service or `keystone.publicUrl` lets clients in from outside",
    ),
  monitoring: list(peer, "the peers")
    .default([])
    .describe("Peers that may fetch metrics, such as the namespace of Prometheus"),
  egress: list(egress, "the rules")
    .default([])
    .describe(
      "Further rules for what goes out, from Jobs too: brokers, memcached, other stores; Services by the ports of their pods",
    ),
  clusterRanges: distinct(clusterRange, "write the ranges as a list")
    .default([])
    .describe(
      "Ranges of pods, Services and nodes, to which web-download does not get; it goes out to addresses of the versions that are among them",
    ),
});
