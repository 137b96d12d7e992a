import { z } from "zod";

import { parseStorageQuantity } from "../quantity";

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
    .union([z.number(), z.string().regex(/^\d+$/).transform(Number)], { error })
    .refine((value) => Number.isInteger(value) && value >= least && value <= most, { error });
};

export const flag = z.union(
  [z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")],
  { error: "write true or false" },
);

export const text = (remedy: string, pattern = /^\S.*$/) =>
  z.string({ error: remedy }).regex(pattern, { error: remedy });

/** One line without blanks around it, or empty. */
export const line = (remedy: string) => text(remedy, /^$|^(?!# not decrypted)\S(.*\S)?$/);

/** A list that names nothing twice. */
export const distinct = <Item extends z.ZodType>(item: Item, remedy: string) =>
  z
    .array(item, { error: remedy })
    .refine((items) => new Set(items).size === items.length, { error: "name each one once" });

/** Above it Kubernetes has no quantity. */
export const mostQuantity = 2 ** 63;

/** Bytes below which no image can be staged and converted: the smallest test images need as much. */
const leastStorage = 16 * 2 ** 20;

/** A size of storage as a Kubernetes quantity, also as a whole number of bytes. */
export const storageQuantity = z
  .union([z.string(), z.int().transform(String)], { error: "write a quantity such as 10Gi" })
  .refine((value) => (parseStorageQuantity(value) ?? Infinity) < mostQuantity, {
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

/** @param most Letters that it may have. */
export const identifier = (what: string, most = 255) =>
  text(
    `write the name of ${what} in at most ${most} letters, digits, ".", "_" and "-"`,
    new RegExp(`^(?=.{1,${most}}$)\\w[\\w.-]*$`),
  );

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

const imageRemedy = "write the full name of an image, such as registry.example.org/glance:33.0.0";

/** A reference to an image that can be pulled (distribution/reference: domain, path, tag, digest). */
export const imageReference = text(
  imageRemedy,
  /^(?!(?:true|false|null|[\d.]+)$)(?=[^@]{1,255}(?:@|$))(?:[A-Za-z0-9][A-Za-z0-9.-]*(?::[1-9]\d*)?\/)?[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/,
).refine((image) => Number(/^[^/]*:(\d+)\//.exec(image)?.[1] ?? 1) <= 65535, {
  error: imageRemedy,
});

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
