import { z } from "zod";

import { conversionNeeded, decompressesLate, decompressionOrder } from "../image";
import { defaultWorkers } from "../workers";
import { host, monitorList, url } from "./addresses";
import { dbPurge } from "./dbPurge";
import { networkPolicy } from "./networkPolicy";
import { apiPod, pod } from "./pod";
import { policies } from "./policies";
import { quotas } from "./quotas";
import { pythonResources, refuseExcess } from "./resources";
import { expose, service } from "./service";
import {
  count,
  distinct,
  dnsLabel,
  fields,
  flag,
  identifier,
  imageReference,
  line,
  nodeName,
  objectName,
  secret,
  storageQuantity,
  text,
} from "./values";

const importMethods = ["glance-direct", "web-download", "glance-download"] as const;
const imagePlugins = ["image_conversion", "image_decompression", "inject_image_metadata"] as const;

/** Base64 of a key of 16 bytes (type aes) or 32 bytes (type aes256k), each after a header of 12 bytes. */
const cephxKeyPattern = /^[A-Za-z0-9+/]{38}==$|^[A-Za-z0-9+/]{59}=$/;

const replicas = count("a whole number", 0, 1000);
const workers = count("a whole number", 1, 64);
const seconds = (least: number) => count("a whole number of seconds", least, 86400);

/** What is set for one API alone. */
const api = (which: string) =>
  fields({
    replicas: replicas.optional().describe(`Pods of ${which}, in place of \`replicas\``),
    customServiceConfig: z
      .string({ error: "write the lines as one text" })
      .default("")
      .describe(`Lines for glance-api.conf of ${which}, read after those for every API`),
    pod: apiPod
      .prefault({})
      .describe(`Fields of \`pod\` for the pods of ${which} alone, on top of those for all`),
    service: service
      .prefault({})
      .describe(
        `Service of ${which} for clients: \`type\`, \`annotations\`, \`loadBalancerClass\`, \`loadBalancerSourceRanges\`, \`externalTrafficPolicy\``,
      ),
  }).prefault({});

/**
 * Every option of a stack, which is a key under `glance:`, and of the components: its values, what it is, and its default.
 * The README's table is made from it (npm run docs).
 */
export const options = {
  kubeconfig: line("write the path of a file, without ~")
    .refine((path) => !path.startsWith("~"), { error: "write the path of a file, without ~" })
    .default("")
    .describe(
      "Path of the kubeconfig file of the cluster; empty for what kubectl would use (KUBECONFIG, ~/.kube/config)",
    ),
  context: line("write the name of a context in one line")
    .default("")
    .describe("Context of the kubeconfig; empty for its current one"),
  namespace: dnsLabel("a name").default("openstack").describe("Namespace of all objects"),
  createNamespace: flag
    .default(false)
    .describe(
      'Whether the stack makes the namespace, with Pod Security "restricted" for all pods in it; it is never deleted',
    ),
  image: imageReference.describe(
    "Container image with Glance, uWSGI and Apache ([docs/image.md](docs/image.md) says what it must contain)",
  ),
  httpdImage: imageReference
    .optional()
    .describe(
      "Image of the container glance-httpd, such as httpd:2.4, where that of Glance has no Apache; left out, it is `image`",
    ),
  admissionPolicies: flag
    .default(false)
    .describe(
      "Whether the API server enforces the rules of the policy pack on the namespace and on all volumes, too, as policy/config/<stack>.json configures them; needs Kubernetes 1.30",
    ),
  allowStagedLoss: flag
    .default(false)
    .describe(
      "Whether an update may take away pods on which images are staged; they can be imported when the pods come back",
    ),
  layout: z
    .enum(["split", "single"], { error: "write split or single" })
    .default("split")
    .describe("`split`: an external and an internal API side by side; `single`: one API for both"),
  replicas: replicas
    .default(3)
    .describe("Pods of every API; 0 parks them and keeps what they have staged"),
  external: api("the external API"),
  internal: api("the internal API"),
  single: api("the API of the layout single"),
  localStorage: fields({
    nodes: z
      .array(nodeName, { error: "write the names of the nodes as a list" })
      .min(1, { error: "name at least one node" })
      .describe("Nodes on which the stack makes local volumes; their order and number stay"),
    volumesPerNode: count("a whole number", 1, 99).describe("Local volumes on each of these nodes"),
    directory: text(
      "write an absolute path such as /mnt/openstack",
      /^\/$|^(\/(?!\.\.?(\/|$))[\w.-]+)+$/,
    )
      .default("/mnt/openstack")
      .describe("Directory on each node with pv01, pv02 ... in it"),
    size: storageQuantity.default("10Gi").describe("Capacity of one volume"),
    createStorageClass: flag
      .default(true)
      .describe("Whether the stack makes the class of the claims; `false` takes one that exists"),
  })
    .optional()
    .describe("Left out when the staging class has volumes already"),
  staging: fields({
    size: storageQuantity.default("10Gi").describe("Size of the claim of every pod"),
    storageClass: objectName("a storage class")
      .default("local-storage")
      .describe("Class of the claims"),
    retain: flag.default(true).describe("Whether claims and volumes outlive the stack"),
    resizing: flag
      .default(false)
      .describe(
        "Whether size or class are about to change ([docs/operations.md](docs/operations.md))",
      ),
  })
    .meta({
      elsewhere: {
        accessModes:
          "leave it out, every pod has a ReadWriteOnce claim of its own, because staging is private to one pod",
        volumeMode: "leave it out, staging is a file system",
      },
    })
    .prefault({}),
  ceph: fields({
    fsid: text(
      "write the UUID that ceph fsid prints",
      /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
    ).describe("UUID of the Ceph cluster that stores the images"),
    monitors: monitorList.describe("Addresses of its monitors"),
    user: identifier("a Ceph user, without client.,")
      .refine((user) => !user.startsWith("client."), { error: "leave client. out" })
      .default("openstack")
      .describe("Ceph user, without `client.`"),
    pool: identifier("a pool").default("images").describe("Pool for the images"),
    key: secret("write the key that ceph auth print-key prints", cephxKeyPattern)
      .optional()
      .describe("Key of that user"),
    generateKey: flag
      .default(false)
      .describe(
        "Whether the stack makes a key when none is given, for `ceph auth import` of the output cephKeyring",
      ),
    keyType: z
      .enum(["aes", "aes256k"], { error: "write aes or aes256k" })
      .default("aes")
      .describe(
        "Cipher of the key that the stack makes: every Ceph takes `aes`; `aes256k` is for clusters (19.2.6, 20.2.4 or later) that allow nothing else",
      ),
    parallelWrites: flag
      .default(true)
      .describe(
        "Whether images are stored several pieces at a time, by a driver of this program ([docs/operations.md](docs/operations.md#stored-in-parallel)); `false` takes that of Glance",
      ),
  }),
  database: fields({
    host: host.describe("Host of the MariaDB or MySQL server"),
    port: count("a port number", 1, 65535).default(3306).describe("Its port"),
    name: identifier("a database", 64).default("glance").describe("Name of the database"),
    user: identifier("a user", 80).default("glance").describe("Database user"),
    password: secret("write the secret itself").optional().describe("Password of that user"),
    generatePassword: flag
      .default(false)
      .describe(
        "Whether the stack makes a password when none is given, for the database user, in the output passwords",
      ),
    adminUser: identifier("a user").default("root").describe("Administrator of the server"),
    adminPassword: secret("write the secret itself")
      .optional()
      .describe(
        "Password of the administrator; database, user and its rights are made with it, before the tables are",
      ),
    tls: flag
      .default(false)
      .describe(
        "Whether Glance speaks TLS to the server, whose certificate must be by `tls.ca` and for `database.host`",
      ),
  }),
  dbPurge: dbPurge.optional(),
  tls: fields({
    secret: objectName("a Secret in the namespace of the stack")
      .optional()
      .describe(
        "Secret of the type kubernetes.io/tls with the certificate of the pods, which then speak HTTPS; [docs/tls.md](docs/tls.md) says for which names",
      ),
    issuer: fields({
      name: objectName("an issuer of cert-manager").describe(
        "Issuer of cert-manager that makes and renews a certificate for each API, in place of `tls.secret`",
      ),
      kind: z
        .enum(["Issuer", "ClusterIssuer"], { error: "write Issuer or ClusterIssuer" })
        .default("ClusterIssuer")
        .describe("Its kind"),
    }).optional(),
    ca: fields({
      secret: objectName("a Secret in the namespace of the stack")
        .optional()
        .describe(
          "Secret with the certificates, as PEM in the key ca.crt, of all CAs that Keystone, the database and the pods have theirs from",
        ),
      configMap: objectName("a ConfigMap in the namespace of the stack")
        .optional()
        .describe("ConfigMap with the same key, in place of that Secret"),
    })
      .refine(({ secret, configMap }) => (secret === undefined) !== (configMap === undefined), {
        error: "write either secret or configMap, with the name of what holds ca.crt",
      })
      .optional(),
  })
    .superRefine(({ secret, issuer, ca }, context) => {
      const hasCertificate = secret !== undefined || issuer !== undefined;
      if (secret !== undefined && issuer !== undefined) {
        const message = "remove it, or glance:tls.issuer, because the pods have one certificate";
        context.addIssue({ code: "custom", path: ["secret"], message });
      }
      if (hasCertificate && ca === undefined) {
        const message =
          "name what holds ca.crt with the CA of the pods, by which they check each other";
        context.addIssue({ code: "custom", path: ["ca"], message });
      }
    })
    .optional(),
  keystone: fields({
    authUrl: url("http://keystone.openstack.svc:5000/v3")
      .refine((value) => !/\/v2(\.0)?(\/|$)|\/v3\/./i.test(value), {
        error: "write the URL of version 3, which ends in /v3",
      })
      .describe("URL of Keystone"),
    region: identifier("a region").default("RegionOne").describe("Region of the endpoints"),
    user: identifier("a user").default("glance").describe("Keystone user that Glance acts as"),
    project: identifier("a project", 64).default("service").describe("Project of that user"),
    userDomain: identifier("a domain", 64).default("Default").describe("Domain of that user"),
    projectDomain: identifier("a domain", 64).default("Default").describe("Domain of that project"),
    password: secret("write the secret itself")
      .optional()
      .describe("Password of that user; the stack makes one when it is left out"),
    applicationCredentialId: text(
      "write the 32 hexadecimal digits that openstack application credential create prints as id",
      /^[0-9a-f]{32}$/,
    )
      .optional()
      .describe(
        "Application credential of that user, as which Glance then logs in, in place of user, project and password",
      ),
    applicationCredentialSecret: secret("write the secret itself")
      .optional()
      .describe("Secret of that credential"),
    publicUrl: url("https://glance.example.org")
      .optional()
      .describe("URL in the catalogue for public clients, in place of the Service for clients"),
    adminUser: identifier("a user").default("admin").describe("Administrator of Keystone"),
    adminProject: identifier("a project", 64)
      .default("admin")
      .describe("Project of that administrator"),
    adminUserDomain: identifier("a domain", 64)
      .default("Default")
      .describe("Domain of the administrator"),
    adminProjectDomain: identifier("a domain", 64)
      .default("Default")
      .describe("Domain of the administrator's project"),
    adminPassword: secret("write the secret itself")
      .optional()
      .describe(
        "Password of the administrator; user, service and endpoints are registered with it",
      ),
  }),
  quotas: quotas.optional(),
  customServiceConfig: z
    .string()
    .default("")
    .describe(
      "Lines for glance-api.conf of every API, read after the program's own and before the passwords",
    ),
  expose: expose.optional(),
  networkPolicy: networkPolicy.optional(),
  policies: policies
    .default({})
    .describe(
      "Policies by name, in place of Glance's own ([docs/production.md](docs/production.md#policies))",
    ),
  importMethods: distinct(
    z.enum(importMethods, {
      error: ({ input }) =>
        input === "copy-image"
          ? "leave it out, it copies images from one store to another, and there is one store"
          : `write one of ${importMethods.join(", ")}`,
    }),
    "write the methods as a list",
  )
    .refine((methods) => methods.includes("glance-direct"), {
      error: "add glance-direct, the method that distributed import is about",
    })
    .default(["glance-direct", "web-download"])
    .describe(
      "Import methods that clients may use; glance-direct is the distributed one and must be among them. The filter of web-download with its ports 80 and 443 holds for glance-download, too",
    ),
  imagePlugins: distinct(
    z.enum(imagePlugins, { error: `write one of ${imagePlugins.join(", ")}` }),
    "write the plugins as a list",
  )
    .refine((plugins) => plugins.includes("image_conversion"), {
      error: `add image_conversion, ${conversionNeeded}`,
    })
    .refine((plugins) => !decompressesLate(plugins), { error: `write ${decompressionOrder}` })
    .default(["image_conversion"])
    .describe("Import plugins in the order in which they run; image_conversion must be among them"),
  resources: fields({
    ...pythonResources,
  })
    .superRefine((resources, context) => {
      refuseExcess(resources, context, "glance:resources");
    })
    .default({ requests: { cpu: "100m", memory: "512Mi" }, limits: { memory: "2Gi" } })
    .describe("Requests and limits of the container glance-api"),
  pod,
  workers: fields({
    processes: workers
      .default(defaultWorkers.processes)
      .describe("Processes in which Glance runs, in each pod; each takes memory of its own"),
    threads: workers
      .default(defaultWorkers.threads)
      .describe("Threads of each process that answer requests, uploads among them"),
    imports: workers
      .default(defaultWorkers.imports)
      .describe(
        "Threads of each process that run imports; `npm run plan` says how large images may then be",
      ),
  }).prefault({}),
  apiTimeout: seconds(1)
    .default(60)
    .describe(
      "Seconds that Apache waits for a client or for Glance to go on; the readiness probe follows it",
    ),
  gracePeriod: seconds(30)
    .default(600)
    .describe(
      "Seconds that a pod may take to finish its imports when it ends; the longest import must fit in",
    ),
};

/** Names of the options. */
export type OptionName = keyof typeof options;

/** The checked value of an option, with its defaults. */
export type OptionValue<Name extends OptionName> = z.output<(typeof options)[Name]>;

/** The checked values of all options. */
export type Settings = { [Name in OptionName]: OptionValue<Name> };
