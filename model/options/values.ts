import { isIP } from "node:net";

import { z } from "zod";

import { osloValueProblem } from "../osloConf";
import { parseQuantity, parseStorageQuantity } from "../quantity";

/**
 * The kinds of values that options have. The message of each ends the sentence "glance:<key> is <value>: ...",
 * so it says what to write instead.
 */

/** What stands for a secret that nobody could decrypt; a comment wherever it lands in a configuration file. */
export const notDecrypted = "# not decrypted";

/** A whole number, also as the text that Pulumi makes of it. */
export const count = (what: string, least: number, most: number) => {
  const error = `write ${what} from ${least} to ${most}`;
  return z
    .union([z.int(), z.string().regex(/^\d+$/).transform(Number)], { error })
    .refine((value) => value >= least && value <= most, { error });
};

export const flag = z.union(
  [z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")],
  { error: "write true or false" },
);

export const text = (remedy: string, pattern = /^\S.*$/) =>
  z.string({ error: remedy }).regex(pattern, { error: remedy });

/** A text that may be anything, also empty. */
export const anyText = z
  .string({ error: "write a text" })
  .refine((value) => value !== notDecrypted, { error: "write a text" });

/** A list that names nothing twice. */
export const distinct = <Item extends z.ZodType>(item: Item, remedy: string) =>
  z
    .array(item, { error: remedy })
    .refine((items) => new Set(items).size === items.length, { error: "name each one once" });

/** Bytes below which no image can be staged and converted: the smallest test images need as much. */
const leastStorage = 16 * 2 ** 20;

/** A size of storage as a Kubernetes quantity, also as a whole number of bytes. */
export const storageQuantity = z
  .union([z.string(), z.int().transform(String)], { error: "write a quantity such as 10Gi" })
  .refine((value) => parseStorageQuantity(value) !== undefined, {
    error: "write a quantity such as 10Gi",
    abort: true,
  })
  .refine((value) => (parseStorageQuantity(value) ?? 0) >= leastStorage, {
    error: "write at least 16Mi, such as 10Gi, because no image fits into less",
  });

export const dnsLabel = (what: string) =>
  text(
    `write ${what} of at most 63 lower-case letters, digits and "-"`,
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
  );

/** The address of the machine itself, which in a pod is the pod. */
function isLoopback(host: string): boolean {
  return /^(localhost|.*\.localhost|127\.[\d.]+|\[?::1\]?|0\.0\.0\.0|\[?::\]?)$/i.test(host);
}

const loopbackRemedy =
  "write a host that the pods reach, because in a pod this one is the pod itself";

const hostRemedy = "write a host name or an IP address";

/** A host name. */
export const hostName =
  /^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/;

/** A host name or an IP address, of version 6 with or without brackets. */
export const host = z
  .string({ error: hostRemedy })
  .refine((value) => hostName.test(value) || isIP(value.replace(/^\[(.*)\]$/, "$1")) === 6, {
    error: hostRemedy,
    abort: true,
  })
  .refine((value) => !isLoopback(value), { error: loopbackRemedy });

/** The address of a monitor as Ceph's mon_host takes it and Ceph itself prints it. */
export const monitor = z
  .string({ error: "write an address such as 192.0.2.1" })
  .refine(isMonitor, {
    error:
      "write an address such as 192.0.2.1, [2001:db8::1]:6789 or [v2:192.0.2.1:3300,v1:192.0.2.1:6789]",
    abort: true,
  })
  .refine((value) => !/(^|[:,[])(localhost|127\.[\d.]+|\[::1\])(?=[:/,\]]|$)/.test(value), {
    error: loopbackRemedy,
  });

function isMonitor(value: string): boolean {
  if (isIP(value) === 6) {
    return true;
  }
  const list = /^\[(v[12]:.*)\]$/.exec(value)?.[1];
  return list === undefined
    ? isEndpoint(value.replace(/^(v[12]|any):/, ""))
    : list.split(",").every((part) => /^v[12]:/.test(part) && isEndpoint(part.slice(3)));
}

/** A host with perhaps a port, and the nonce with which Ceph prints it. */
function isEndpoint(value: string): boolean {
  const [, name = "", port = "1"] =
    /^(\[[^\]]*\]|[^:/[\]]+)(?::(\d+))?(?:\/\d+)?$/.exec(value) ?? [];
  const isHost = name.startsWith("[") ? isIP(name.slice(1, -1)) === 6 : hostName.test(name);
  return isHost && Number(port) >= 1 && Number(port) <= 65535;
}

export const identifier = (what: string) =>
  text(`write the name of ${what} in letters, digits, ".", "_" and "-"`, /^[\w-][\w.-]*$/);

/** The name of a node, which is also the value of its label. */
export const nodeName = text(
  "write the name of a node, as in its label kubernetes.io/hostname, of at most 63 characters",
  /^(?!.*\.\.)[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/,
);

/** The name of an object in the namespace of the stack. */
export const objectName = (what: string) =>
  text(
    `write the name of ${what}`,
    /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/,
  );

const urlRemedy = "write a URL such as http://keystone.openstack.svc:5000/v3";

export const url = text(urlRemedy, /^https?:\/\/[^\s/]+\S*$/)
  .refine((value) => URL.canParse(value) && osloValueProblem(value) === undefined, {
    error: urlRemedy,
    abort: true,
  })
  .refine((value) => new URL(value).username + new URL(value).password === "", {
    error: "write it without user and password",
    params: { secret: true },
    abort: true,
  })
  .refine((value) => !/[?#]/.test(value), { error: `${urlRemedy}, without a query` })
  .refine((value) => !isLoopback(new URL(value).hostname), { error: loopbackRemedy });

/** A reference to an image that can be pulled (distribution/reference: domain, path, tag, digest). */
export const imageReference = text(
  "write the full name of an image, such as registry.example.org/glance:33.0.0",
  /^(?:[A-Za-z0-9][A-Za-z0-9.-]*(?::\d{1,5})?\/)?[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/,
);

/** A value that is never shown, and refused in plain text. */
export const secret = (remedy: string, pattern = /^[^]+$/) =>
  z
    .string({ error: remedy })
    .refine((value) => value === notDecrypted || pattern.test(value), { error: remedy })
    .meta({ secret: true });

/** An option with fields of its own. */
export const fields = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: ({ code }) =>
      code === "invalid_type" ? "write its fields below it, as the README lists them" : undefined,
  });

/** Resources of a container. */
export const resourceNames = ["cpu", "memory", "ephemeral-storage"] as const;

const resourceRemedy = "write a quantity such as 500m or 2Gi";

export const quantities = z.partialRecord(
  z.enum(resourceNames),
  z
    .union([z.string(), z.number().transform(String)], { error: resourceRemedy })
    .refine((value) => (parseQuantity(value) ?? -1) >= 0, { error: resourceRemedy }),
  { error: "write quantities by resource, such as memory: 2Gi" },
);

/** Quantities for a program in Python, which alone needs more than 64Mi. */
export const resourceList = quantities.superRefine((resources, context) => {
  if (resources.memory !== undefined && (parseQuantity(resources.memory) ?? 0) < 2 ** 26) {
    const message = "write at least 64Mi, such as 2Gi";
    context.addIssue({ code: "custom", path: ["memory"], message });
  }
});

type Quantities = z.output<typeof quantities>;

/** Requests and limits of a container. */
export interface Resources {
  requests?: Quantities | undefined;
  limits?: Quantities | undefined;
}

/**
 * Refuses requests above their limits.
 *
 * @param name The option as messages name it.
 */
export function refuseExcess(
  { requests, limits }: Resources,
  context: z.core.$RefinementCtx,
  name: string,
): void {
  for (const resource of resourceNames) {
    const [request, limit] = [requests?.[resource], limits?.[resource]];
    if ((parseQuantity(request ?? "") ?? 0) > (parseQuantity(limit ?? "") ?? Infinity)) {
      const message = `write at most ${limit}, as in ${name}.limits.${resource}`;
      context.addIssue({ code: "custom", path: ["requests", resource], message });
    }
  }
}
