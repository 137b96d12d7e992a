import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

import { customServiceConfigKeyProblem } from "../model/checks";
import { makeDeployment } from "../model/deployment";
import { allApiTypes, type ApiType } from "../model/names";
import type { NetworkPolicySettings } from "../model/networkPolicy";
import { type OptionName, options } from "../model/options";
import { readOption, readOptions, refuse } from "../model/options/read";
import { type ApiPodSettings, mergedPod, type PodSettings } from "../model/podSettings";
import type { ReplicasArgs } from "../model/readDeployment";
import { combinationProblem } from "../model/settingsProblem";
import type { Workers } from "../model/workers";
import type { CephxCipher } from "./cephConf";
import { checkFields, checkInput } from "./checkedArgs";
import type { PurgeSettings } from "./databasePurge";
import type { Quotas } from "./keystoneRegistration";
import type { ClusterAccess } from "./cluster";
import type { ServiceSettings } from "./glanceApi";
import type { GuardedArgs } from "./stagingGuard";

/**
 * Arguments of Glance. They are named like the keys of the configuration, with the same defaults and checks. What decides
 * which resources there are is plain, so that a preview knows it; everything else may come from other resources.
 */
export interface GlanceArgs extends GuardedArgs {
  /** What is set for one API alone. */
  external?: ApiArgs;
  internal?: ApiArgs;
  single?: ApiArgs;
  /** Container image (docs/image.md). */
  image: pulumi.Input<string>;
  /** Image of the container glance-httpd. @default image */
  httpdImage?: pulumi.Input<string> | undefined;
  ceph: CephArgs;
  database: DatabaseArgs;
  keystone: KeystoneArgs;
  /** When rows that are marked as deleted leave the database. @default never */
  dbPurge?: Partial<PurgeSettings> | undefined;
  /** Limits of a project. @default none */
  quotas?: Quotas | undefined;
  /** INI text for all APIs, read after the program's own. @default none */
  customServiceConfig?: pulumi.Input<string>;
  /** What the pods may be reached by, and what they may reach. @default everybody and everything */
  networkPolicy?: Partial<NetworkPolicySettings> | undefined;
  /** Policies by name, in place of Glance's own. @default none */
  policies?: Record<string, string>;
  /** Import methods that clients may use. @default glance-direct and web-download */
  importMethods?: string[];
  /** Import plugins in the order in which they run. @default image_conversion */
  imagePlugins?: string[];
  /** What Glance runs in, in each pod. @default two processes, each with four threads for requests and four for imports */
  workers?: Partial<Workers> | undefined;
  /** Of the container glance-api. @default requests of 100m and 512Mi, a limit of 2Gi */
  resources?: k8s.types.input.core.v1.ResourceRequirements;
  /** What is set for all pods, in Kubernetes' own spelling. @default nothing */
  pod?: PodSettings;
  /** Seconds that Apache waits for a client or for Glance. @default 60 */
  apiTimeout?: number;
  /** Seconds that a pod may take to finish its imports when it ends. @default 600 */
  gracePeriod?: number;
  /** How kubectl reaches the cluster, to look for staged images before pods go. @default what kubectl uses */
  cluster?: ClusterAccess;
}

/** What is set for one API alone. */
export interface ApiArgs extends ReplicasArgs {
  /** INI text, read after that for all APIs. @default none */
  customServiceConfig?: pulumi.Input<string>;
  /** What is set for the pods of this API, on top of what is set for all. @default nothing */
  pod?: ApiPodSettings;
  /** What is set for its Service for clients, in Kubernetes' own spelling. @default a ClusterIP */
  service?: ServiceSettings;
}

/** Where images are stored. */
export interface CephArgs {
  /** UUID of the cluster. */
  fsid: pulumi.Input<string>;
  /** Addresses of the monitors as ceph.conf's mon_host takes them. */
  monitors: pulumi.Input<pulumi.Input<string>[]>;
  /** Ceph user without `client.`. @default openstack */
  user?: pulumi.Input<string>;
  /** @default images */
  pool?: pulumi.Input<string>;
  /** Key of the user; one is made when it is missing, and must then be given to the cluster. */
  key?: pulumi.Input<string> | undefined;
  /** Cipher of the key that is made. @default aes */
  keyType?: CephxCipher | undefined;
  /** Whether images are stored several pieces at a time, by the driver of this program. @default true */
  parallelWrites?: boolean;
}

/** The database of Glance. */
export interface DatabaseArgs {
  host: pulumi.Input<string>;
  /** @default 3306 */
  port?: pulumi.Input<number>;
  /** @default glance */
  name?: pulumi.Input<string>;
  /** @default glance */
  user?: pulumi.Input<string>;
  /** Password of the user; one is made when it is missing, and must then be given to the database. */
  password?: pulumi.Input<string> | undefined;
  /** Administrator who makes database and user. @default root */
  adminUser?: pulumi.Input<string>;
  /** Password of the administrator; nothing is made without it. */
  adminPassword?: pulumi.Input<string> | undefined;
  /** Whether Glance speaks TLS to the server, with a certificate by `tls.ca`. @default false */
  tls?: boolean;
}

/** Keystone, and the user that Glance acts as. */
export interface KeystoneArgs {
  /** URL of the identity API, such as `http://keystone.openstack.svc:5000/v3`. */
  authUrl: pulumi.Input<string>;
  /** @default RegionOne */
  region?: pulumi.Input<string>;
  /** @default glance */
  user?: pulumi.Input<string>;
  /** @default service */
  project?: pulumi.Input<string>;
  /** @default Default */
  userDomain?: pulumi.Input<string>;
  /** @default Default */
  projectDomain?: pulumi.Input<string>;
  /** Password of the user; one is made when it is missing. */
  password?: pulumi.Input<string> | undefined;
  /** Application credential of that user, in place of user, project and password. @default none */
  applicationCredentialId?: pulumi.Input<string> | undefined;
  /** Secret of that credential. */
  applicationCredentialSecret?: pulumi.Input<string> | undefined;
  /** URL in the catalogue for public clients. @default the Service for clients */
  publicUrl?: pulumi.Input<string> | undefined;
  /** Administrator who registers Glance. @default admin */
  adminUser?: pulumi.Input<string>;
  /** Project of the administrator. @default admin */
  adminProject?: pulumi.Input<string>;
  /** Domain of the administrator. @default Default */
  adminUserDomain?: pulumi.Input<string>;
  /** Domain of that project. @default Default */
  adminProjectDomain?: pulumi.Input<string>;
  /** Password of the administrator; nothing is registered without it. */
  adminPassword?: pulumi.Input<string> | undefined;
}

/** Options that may come from other resources, in part or as a whole. */
const laterKnown = ["image", "httpdImage", "ceph", "database", "keystone"] as const;
const ofApis = ["customServiceConfig", ...allApiTypes] as const;

type PlainOption = Exclude<OptionName, (typeof laterKnown)[number] | (typeof ofApis)[number]>;

const plainOptions = (Object.keys(options) as OptionName[]).filter(
  (name): name is PlainOption => ![...laterKnown, ...ofApis].some((other) => other === name),
);

/**
 * The arguments of Glance with their defaults, checked at once where they are known, else when they are.
 *
 * @throws UserError, one sentence that names argument, value and remedy.
 */
export function checkedGlanceArgs(glance: pulumi.Resource, args: GlanceArgs) {
  const plain = readOptions(plainOptions, args);
  const api = (type: ApiType) => {
    const { customServiceConfig, ...own } = args[type] ?? {};
    const { replicas, pod, service } = readOption(type, own);
    return {
      replicas,
      service,
      pod: mergedPod(plain.pod, pod),
      customServiceConfig: checkIni(glance, `${type}.customServiceConfig`, customServiceConfig),
    };
  };
  const imageOf = (name: "image" | "httpdImage", given: pulumi.Input<string>) =>
    checkInput(glance, given, (known) => readOption(name, known) ?? "");
  const image = imageOf("image", args.image);
  const apis = { external: api("external"), internal: api("internal"), single: api("single") };
  const { database, keystone } = args;
  const { authUrl } = keystone;
  const identity = { ...keystone, authUrl: typeof authUrl === "string" ? authUrl : undefined };
  refuse(combinationProblem({ ...plain, ...apis, database, keystone: identity }));
  return {
    ...plain,
    ...apis,
    deployment: makeDeployment({ ...plain, ...apis }),
    image,
    httpdImage: args.httpdImage === undefined ? image : imageOf("httpdImage", args.httpdImage),
    ceph: checkFields(glance, "ceph", args.ceph),
    database: checkFields(glance, "database", database),
    keystone: checkFields(glance, "keystone", keystone),
    customServiceConfig: checkIni(glance, "customServiceConfig", args.customServiceConfig),
  };
}

/** Text that Glance reads, checked at once where it is known, else when it is. */
function checkIni(
  glance: pulumi.Resource,
  key: string,
  text: pulumi.Input<string> = "",
): pulumi.Input<string> {
  return checkInput(glance, text, (known) => {
    refuse(customServiceConfigKeyProblem(key, known));
    return known;
  });
}
