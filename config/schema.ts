import { z } from "zod";

import { conversionNeeded } from "../model/customServiceConfig";
import { osloValueProblem } from "../model/osloConf";
import { parseQuantity, parseStorageQuantity } from "../model/quantity";

/**
 * The shape of every key under `glance:`. The message of each rule ends the sentence
 * "glance:<key> is <value>: ...", so it says what to write instead.
 */

const count = (remedy: string, least: number, most: number) =>
  z
    .union([z.int(), z.string().regex(/^\d+$/).transform(Number)], { error: remedy })
    .refine((value) => value >= least && value <= most, { error: remedy });

const flag = z.union(
  [z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")],
  {
    error: "write true or false",
  },
);

const text = (remedy: string, pattern = /^\S.*$/) =>
  z.string({ error: remedy }).regex(pattern, { error: remedy });

const quantity = z
  .string({ error: "write a quantity such as 10Gi" })
  .refine((value) => parseStorageQuantity(value) !== undefined, {
    error: "write a quantity such as 10Gi",
  });

const dnsLabel = (what: string) =>
  text(
    `write ${what} of at most 63 lower-case letters, digits and "-"`,
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
  );

const host = text(
  "write a host name or an IPv4 address",
  /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/,
);
const monitor = text(
  "write an address such as 192.0.2.1 or [v2:192.0.2.1:3300,v1:192.0.2.1:6789]",
  /^[A-Za-z0-9][A-Za-z0-9.:-]*$|^\[v[12]:[A-Za-z0-9.:,-]+\]$/,
);
const identifier = (what: string) =>
  text(`write the name of ${what} in letters, digits, "_" and "-"`, /^[\w-]+$/);
const urlRemedy = "write a URL such as http://keystone.openstack.svc:5000/v3";
const url = text(urlRemedy, /^https?:\/\/[^\s/]+\S*$/).refine(
  (value) => URL.canParse(value) && osloValueProblem(value) === undefined,
  { error: urlRemedy },
);
const secret = z
  .string({ error: "write the secret itself" })
  .min(1, { error: "write the secret itself" });

/** A key with fields of its own. */
const fields = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: ({ code }) =>
      code === "invalid_type" ? "write its fields below it, as the README lists them" : undefined,
  });

const replicas = count("write a whole number from 0 to 1000", 0, 1000);
const optionalReplicas = z.union([z.literal("").transform(() => undefined), replicas], {
  error: "write a whole number from 0 to 1000, or nothing for the value of replicas",
});

const importMethods = ["glance-direct", "web-download", "copy-image", "glance-download"];
const imagePlugins = ["image_conversion", "image_decompression", "inject_image_metadata"];

/** Resources of a container, the only names two levels below a key. */
export const resourceNames = ["cpu", "memory", "ephemeral-storage"] as const;

const resourceRemedy = "write a quantity such as 500m or 2Gi";

const resourceList = z.partialRecord(
  z.enum(resourceNames),
  z
    .union([z.string(), z.number().transform(String)], { error: resourceRemedy })
    .refine((value) => parseQuantity(value) !== undefined, { error: resourceRemedy }),
  { error: "write quantities by resource, such as memory: 2Gi" },
);

function exceeds(one: string | undefined, other: string | undefined): boolean {
  return (parseQuantity(one ?? "") ?? 0) > (parseQuantity(other ?? "") ?? Infinity);
}

export const schema = {
  kubeconfig: z.string(),
  context: z.string(),
  namespace: dnsLabel("a name"),
  createNamespace: flag,
  image: text(
    "write the full name of an image, such as registry.example.org/glance:33.0.0",
    /^[a-z0-9][\w.:/-]*(@sha256:[0-9a-f]{64})?$/,
  ),
  admissionPolicies: flag,
  allowStagedLoss: flag,
  layout: z.enum(["split", "single"], { error: "write split or single" }),
  replicas,
  externalReplicas: optionalReplicas,
  internalReplicas: optionalReplicas,
  singleReplicas: optionalReplicas,
  localStorage: fields({
    nodes: z
      .array(
        text(
          "write the name of a node, as in its label kubernetes.io/hostname",
          /^(?!.*\.\.)[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/,
        ),
        {
          error: "write the names of the nodes as a list",
        },
      )
      .min(1, { error: "name at least one node" }),
    volumesPerNode: count("write a whole number from 1 to 99", 1, 99),
    directory: text(
      "write an absolute path such as /mnt/openstack",
      /^\/(?!.*\.\.)[\w./-]*$/,
    ).default("/mnt/openstack"),
    size: quantity.default("10Gi"),
  }),
  staging: fields({
    size: quantity.default("10Gi"),
    storageClass: text(
      "write the name of a storage class",
      /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/,
    ).default("local-storage"),
    retain: flag.default(true),
    resizing: flag.default(false),
  }),
  ceph: fields({
    fsid: text(
      "write the UUID that ceph fsid prints",
      /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
    ),
    monitors: z
      .array(monitor, { error: "write the addresses of the monitors as a list" })
      .min(1, { error: "write at least one address" }),
    user: identifier("a Ceph user, without client.,").default("openstack"),
    pool: identifier("a pool").default("images"),
    generateKey: flag.default(false),
    key: text("write the key that ceph auth print-key prints", /^[A-Za-z0-9+/]{38}==$/).optional(),
  }),
  database: fields({
    host,
    port: count("write a port number from 1 to 65535", 1, 65535).default(3306),
    name: identifier("a database").default("glance"),
    user: identifier("a user").default("glance"),
    generatePassword: flag.default(false),
    password: secret.optional(),
  }),
  keystone: fields({
    authUrl: url,
    region: identifier("a region").default("RegionOne"),
    user: identifier("a user").default("glance"),
    project: identifier("a project").default("service"),
    userDomain: identifier("a domain").default("Default"),
    projectDomain: identifier("a domain").default("Default"),
    password: secret.optional(),
    publicUrl: url.optional(),
    adminUser: identifier("a user").default("admin"),
    adminProject: identifier("a project").default("admin"),
    adminPassword: secret.optional(),
  }),
  customServiceConfig: z.string(),
  externalCustomServiceConfig: z.string(),
  internalCustomServiceConfig: z.string(),
  singleCustomServiceConfig: z.string(),
  importMethods: z
    .array(z.enum(importMethods, { error: `write one of ${importMethods.join(", ")}` }))
    .refine((methods) => methods.includes("glance-direct"), {
      error: "add glance-direct, the method that distributed import is about",
    }),
  imagePlugins: z
    .array(z.enum(imagePlugins, { error: `write one of ${imagePlugins.join(", ")}` }))
    .refine((plugins) => plugins.includes("image_conversion"), {
      error: `add image_conversion, ${conversionNeeded}`,
    }),
  resources: fields({
    requests: resourceList.optional(),
    limits: resourceList.optional(),
  }).superRefine(({ requests, limits }, context) => {
    for (const name of resourceNames) {
      const [request, limit] = [requests?.[name], limits?.[name]];
      if (exceeds(request, limit)) {
        const message = `write at most ${limit}, as in glance:resources.limits.${name}`;
        context.addIssue({ code: "custom", path: ["requests", name], message });
      }
    }
  }),
  apiTimeout: count("write a whole number of seconds from 1 to 86400", 1, 86400),
  gracePeriod: count("write a whole number of seconds from 30 to 86400", 30, 86400),
};

/** Names of the keys under `glance:`. */
export type ConfigKey = keyof typeof schema;

/** The checked value of a key. */
export type ConfigValue<Key extends ConfigKey> = z.output<(typeof schema)[Key]>;

/** Fields whose values are secrets: never shown in a message, refused in plain text. */
export const secretFields: Partial<Record<ConfigKey, readonly string[]>> = {
  ceph: ["key"],
  database: ["password"],
  keystone: ["password", "adminPassword"],
};
