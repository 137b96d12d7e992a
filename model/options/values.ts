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

/** A size of storage as a Kubernetes quantity. */
export const storageQuantity = z
  .string({ error: "write a quantity such as 10Gi" })
  .refine((value) => parseStorageQuantity(value) !== undefined, {
    error: "write a quantity such as 10Gi",
  });

export const dnsLabel = (what: string) =>
  text(
    `write ${what} of at most 63 lower-case letters, digits and "-"`,
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
  );

export const host = text(
  "write a host name or an IPv4 address",
  /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/,
);

export const identifier = (what: string) =>
  text(`write the name of ${what} in letters, digits, "_" and "-"`, /^[\w-]+$/);

const urlRemedy = "write a URL such as http://keystone.openstack.svc:5000/v3";

export const url = text(urlRemedy, /^https?:\/\/[^\s/]+\S*$/).refine(
  (value) => URL.canParse(value) && osloValueProblem(value) === undefined,
  { error: urlRemedy },
);

/** A value that is never shown, and refused in plain text. */
export const secret = (remedy: string, pattern = /^[^]+$/) =>
  z
    .string({ error: remedy })
    .refine((value) => value === notDecrypted || pattern.test(value), { error: remedy })
    .meta({ secret: true });

/** A text that may be anything, also empty. */
export const anyText = z
  .string({ error: "write a text" })
  .refine((value) => value !== notDecrypted, { error: "write a text" });

/** An option with fields of its own. */
export const fields = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: ({ code }) =>
      code === "invalid_type" ? "write its fields below it, as the README lists them" : undefined,
  });

/** Resources of a container. */
export const resourceNames = ["cpu", "memory", "ephemeral-storage"] as const;

const resourceRemedy = "write a quantity such as 500m or 2Gi";

export const resourceList = z.partialRecord(
  z.enum(resourceNames),
  z
    .union([z.string(), z.number().transform(String)], { error: resourceRemedy })
    .refine((value) => parseQuantity(value) !== undefined, { error: resourceRemedy }),
  { error: "write quantities by resource, such as memory: 2Gi" },
);
