import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import {
  credentialProblem,
  databaseAdminProblem,
  customServiceConfigKeyProblem,
  databaseTlsProblem,
  namespaceProblem,
  quotasProblem,
  routeCertificateProblem,
  sharedClassProblem,
} from "../model/checks";
import type { ApiType } from "../model/names";
import { networkPolicyProblem, type NetworkPolicySettings } from "../model/networkPolicy";
import { readOption, refuse } from "../model/options/read";
import { type ApiPodSettings, mergedPod, type PodSettings } from "../model/podSettings";
import { readDeployment, type ReplicasArgs } from "../model/readDeployment";
import type { CephxCipher } from "./cephConf";
import { checkArgs, checkFields, checkInput } from "./checkedArgs";
import type { PurgeSettings } from "./databasePurge";
import type { Quotas } from "./keystoneRegistration";
import type { ClusterAccess } from "./kubectl";
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

/**
 * The arguments of Glance with their defaults, checked at once where they are known, else when they are.
 *
 * @throws UserError, one sentence that names argument, value and remedy.
 */
export function checkedGlanceArgs(glance: pulumi.Resource, args: GlanceArgs) {
  const deployment = readDeployment(args);
  refuse(namespaceProblem(deployment.namespace));
  refuse(sharedClassProblem(deployment.staging.storageClass));
  const tls = readOption("tls", args.tls);
  refuse(credentialProblem(args.keystone));
  refuse(databaseAdminProblem(args.database));
  refuse(databaseTlsProblem(args.database.tls === true, tls));
  const pod = readOption("pod", args.pod);
  const api = (type: ApiType) => ({
    customServiceConfig: checkIni(
      glance,
      `${type}.customServiceConfig`,
      args[type]?.customServiceConfig,
    ),
    pod: mergedPod(pod, readOption(type, { pod: args[type]?.pod }).pod),
    service: readOption(type, { service: args[type]?.service }).service,
  });
  const image = checkInput(glance, "image", args.image);
  const quotas = readOption("quotas", args.quotas);
  refuse(quotasProblem(quotas, args.keystone.adminPassword, {}));
  const expose = readOption("expose", args.expose);
  refuse(routeCertificateProblem(expose, tls));
  const network = {
    networkPolicy: readOption("networkPolicy", args.networkPolicy),
    importMethods: readOption("importMethods", args.importMethods),
    expose,
  };
  const apis = { external: api("external"), internal: api("internal"), single: api("single") };
  const { authUrl, publicUrl } = args.keystone;
  const identity = { publicUrl, ...(typeof authUrl === "string" ? { authUrl } : {}) };
  refuse(networkPolicyProblem({ ...network, ...apis, keystone: identity }));
  return {
    ...network,
    ...apis,
    deployment,
    tls,
    image,
    httpdImage:
      args.httpdImage === undefined ? image : checkInput(glance, "httpdImage", args.httpdImage),
    ceph: checkFields(glance, "ceph", args.ceph),
    database: checkFields(glance, "database", args.database),
    keystone: checkFields(glance, "keystone", args.keystone),
    customServiceConfig: checkIni(glance, "customServiceConfig", args.customServiceConfig),
    quotas,
    dbPurge: readOption("dbPurge", args.dbPurge),
    policies: readOption("policies", args.policies),
    imagePlugins: readOption("imagePlugins", args.imagePlugins),
    resources: readOption("resources", args.resources),
    pod,
    apiTimeout: readOption("apiTimeout", args.apiTimeout),
    gracePeriod: readOption("gracePeriod", args.gracePeriod),
  };
}

/** Text that Glance reads, checked at once where it is known, else when it is. */
function checkIni(
  glance: pulumi.Resource,
  key: string,
  text: pulumi.Input<string> = "",
): pulumi.Input<string> {
  const check = (known: string) => {
    refuse(customServiceConfigKeyProblem(key, known));
    return known;
  };
  return typeof text === "string"
    ? check(text)
    : pulumi.output(text).apply((known) => checkArgs(glance, () => check(known)));
}
