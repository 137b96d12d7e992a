import { isIP, isIPv4 } from "node:net";

import { z } from "zod";

import { isAddressRange } from "../addressRange";

/** The address of the machine itself, which in a pod is the pod; with a name that resolves to it. */
function isLoopback(name: string): boolean {
  const address = name.replace(/^\[(.*)\]$/, "$1");
  return isIP(address) === 6
    ? /^\[::(1|ffff:7f[\da-f]{2}:[\da-f]+)?\]$/.test(new URL(`http://[${address}]`).hostname)
    : /^(127\.[\d.]+|0\.0\.0\.0|(.*\.)?localhost(\.localdomain)?|(ip6-)?(localhost|loopback)6?)\.?$/i.test(
        address,
      );
}

const loopbackRemedy =
  "write a host that the pods reach, because in a pod this one is the pod itself";

const hostRemedy = "write a host name or an IP address";

/** A host name of DNS. */
export const hostName =
  /^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/;

/** Whether a text is a host name or an IP address, of version 6 with or without brackets. */
function isHost(value: string): boolean {
  // What ends in a number is an address for every resolver.
  return /(^|\.)(\d+|0x[\da-f]*)$/i.test(value)
    ? isIPv4(value)
    : hostName.test(value) || isIPv6(value.replace(/^\[(.*)\]$/, "$1"));
}

/** Whether a text is an address of version 6 that means the same on every node. */
function isIPv6(value: string): boolean {
  return isIP(value) === 6 && !value.includes("%");
}

/** A host name or an IP address, of version 6 with or without brackets. */
export const host = z
  .string({ error: hostRemedy })
  .refine(isHost, { error: hostRemedy, abort: true })
  .refine((value) => !isLoopback(value), { error: loopbackRemedy });

/** The address of a monitor as Ceph's mon_host takes it and Ceph itself prints it. */
const monitor = z
  .string({ error: "write an address such as 192.0.2.1" })
  .refine((value) => monitorEndpoints(value) !== undefined, {
    error:
      "write an address such as 192.0.2.1, [2001:db8::1]:6789 or [v2:192.0.2.1:3300,v1:192.0.2.1:6789]",
    abort: true,
  })
  .refine((value) => !monitorEndpoints(value)?.some(({ name }) => isLoopback(name)), {
    error: loopbackRemedy,
  });

/** Where a monitor listens. */
interface Endpoint {
  /** In lower case; of an address of version 6 without brackets. */
  name: string;
  /** Undefined for Ceph's own ports. */
  port?: string | undefined;
}

/** Where a monitor listens whose port is not given. */
const cephPorts = ["3300", "6789"];

/** Where a monitor listens; undefined for what Ceph does not take. */
export function monitorEndpoints(value: string): Endpoint[] | undefined {
  if (isIPv6(value)) {
    return [{ name: value.toLowerCase() }];
  }
  const list = /^\[(v[12]:.*)\]$/.exec(value)?.[1];
  const endpoints =
    list === undefined
      ? [endpointOf(value.replace(/^(v[12]|any):/, ""))]
      : list
          .split(",")
          .map((part) => (/^v[12]:/.test(part) ? endpointOf(part.slice(3)) : undefined));
  return endpoints.every((endpoint) => endpoint !== undefined) ? endpoints : undefined;
}

/** A host with perhaps a port, and after that the nonce with which Ceph prints it. */
function endpointOf(value: string): Endpoint | undefined {
  const [, host = "", port] = /^(\[[^\]]*\]|[^:/[\]]+)(?::(\d+)(?:\/\d+)?)?$/.exec(value) ?? [];
  const isPort = port === undefined || (Number(port) >= 1 && Number(port) <= 65535);
  return isHost(host) && isPort
    ? { name: host.replace(/^\[(.*)\]$/, "$1").toLowerCase(), port }
    : undefined;
}

/** Addresses of monitors, none of which stands there twice in whichever spelling. */
export const monitorList = z
  .array(monitor, { error: "write the addresses of the monitors as a list" })
  .min(1, { error: "write at least one address" })
  .refine(
    (monitors) => {
      const places = monitors.flatMap((value) => [
        ...new Set(
          monitorEndpoints(value)?.flatMap(({ name, port }) =>
            (port === undefined ? cephPorts : [port]).map((one) => `${name} ${one}`),
          ),
        ),
      ]);
      return new Set(places).size === places.length;
    },
    { error: "name each one once" },
  );

const rangeRemedy = "write a range such as 192.0.2.0/24";

/** A range of addresses. */
export const cidr = z.string({ error: rangeRemedy }).refine(isAddressRange, { error: rangeRemedy });

/** @param example Such a URL. */
export const url = (example: string) => {
  const remedy = `write a URL such as ${example}`;
  return z
    .string({ error: remedy })
    .refine((value) => /^https?:\/\/[^\s/]/.test(value) && URL.canParse(value), {
      error: remedy,
      abort: true,
    })
    .refine((value) => new URL(value).username + new URL(value).password === "", {
      error: "write it without user and password",
      params: { secret: true },
      abort: true,
    })
    .refine((value) => !/[?#]/.test(value), { error: `${remedy}, without a query`, abort: true })
    .refine(
      (value) => {
        const { hostname, port } = new URL(value);
        return (
          /^https?:\/\/[\w.[\]:-]+(?<!:)(\/[\w.~/-]*)?$/.test(value) &&
          isHost(hostname.replaceAll("_", "-").replace(/\.$/, "")) &&
          port !== "0"
        );
      },
      { error: remedy, abort: true },
    )
    .refine((value) => !isLoopback(new URL(value).hostname), { error: loopbackRemedy });
};
