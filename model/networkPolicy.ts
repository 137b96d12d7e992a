import { allApiTypes } from "./names";
import type { OptionValue } from "./options";
import { monitorEndpoints } from "./options/addresses";
import { holdsPort } from "./rulePorts";

/** What the pods may be reached by, and what they may reach. */
export type NetworkPolicySettings = NonNullable<OptionValue<"networkPolicy">>;

/** What lets clients in from outside of the cluster. */
interface WaysIn {
  expose?: OptionValue<"expose">;
  external: Pick<OptionValue<"external">, "service">;
  internal: Pick<OptionValue<"internal">, "service">;
  single: Pick<OptionValue<"single">, "service">;
  keystone: { publicUrl?: unknown };
}

/** What decides how far the network lets pods go. */
export interface TrafficSettings extends WaysIn {
  networkPolicy?: NetworkPolicySettings | undefined;
  importMethods: readonly string[];
  keystone: {
    publicUrl?: unknown;
    /** Undefined while it is not known. */
    authUrl?: string | undefined;
  };
}

/** Ports of web-download, unless `allowed_ports` of Glance's filters has others. */
export const downloadPorts = [80, 443];

/** Whether users may have Glance download from anywhere. */
export function downloads(importMethods: readonly string[]): boolean {
  return importMethods.includes("web-download");
}

/** Port of a URL, that of its scheme where it names none. */
export function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return port === "" ? (protocol === "https:" ? 443 : 80) : Number(port);
}

/** Ports in the address of a monitor, such as `[v2:192.0.2.1:3300,v1:192.0.2.1:6789]`; none where Ceph's own are meant. */
export function monitorPorts(monitor: string): number[] {
  const endpoints = monitorEndpoints(monitor) ?? [];
  return endpoints.flatMap(({ port }) => (port === undefined ? [] : [Number(port)]));
}

/** The key by which clients from outside of the cluster come in; undefined when nothing lets them in. */
export function wayInKey({ expose, keystone, ...apis }: WaysIn): string | undefined {
  const service = allApiTypes.find(
    (api) => (apis[api].service.type ?? "ClusterIP") !== "ClusterIP",
  );
  return expose !== undefined
    ? "expose"
    : service !== undefined
      ? `${service}.service`
      : keystone.publicUrl === undefined
        ? undefined
        : "keystone.publicUrl";
}

/** Refuses network policies that would cut clients or Keystone off, or let downloads into the cluster. */
export function networkPolicyProblem(settings: TrafficSettings): string | undefined {
  const { networkPolicy, importMethods, keystone } = settings;
  if (networkPolicy === undefined) {
    return undefined;
  }
  const way = wayInKey(settings);
  if (networkPolicy.clients?.length === 0 && way !== undefined) {
    return (
      `glance:networkPolicy.clients is [], which shuts out the clients that glance:${way} lets in: ` +
      "leave it out for everybody, or name them."
    );
  }
  return downloads(importMethods) ? downloadProblem(networkPolicy, keystone.authUrl) : undefined;
}

function downloadProblem(
  { clusterRanges, egress }: NetworkPolicySettings,
  authUrl: string | undefined,
): string | undefined {
  if (clusterRanges.length === 0) {
    return (
      "glance:networkPolicy.clusterRanges is missing: write the ranges of pods, Services and nodes, such as " +
      "[10.244.0.0/16, 10.96.0.0/12, 192.0.2.0/24], to which web-download must not get, or leave web-download out of " +
      "glance:importMethods."
    );
  }
  const open = egress.findIndex(
    ({ to, ports }) =>
      to === undefined &&
      (ports === undefined ||
        downloadPorts.some((port) => ports.some((one) => holdsPort(one, port)))),
  );
  if (open !== -1) {
    return (
      `glance:networkPolicy.egress[${open}] lets web-download out to all addresses, those of ` +
      "glance:networkPolicy.clusterRanges too: write to beside it."
    );
  }
  const port = authUrl === undefined ? undefined : portOf(authUrl);
  return port !== undefined && downloadPorts.includes(port) && egress.length === 0
    ? `glance:networkPolicy.egress is missing: write a rule with to for Keystone at port ${port}, because web-download has this ` +
        "port, too, and it is not opened to all addresses for its sake."
    : undefined;
}
