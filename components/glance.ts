import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

import {
  customServiceConfigKeyProblem,
  namespaceProblem,
  sharedClassProblem,
} from "../model/checks";
import { apisForClients, type Deployment, podsOf, type Staging } from "../model/deployment";
import type { ApiType, Layout } from "../model/names";
import { readOption } from "../model/options/read";
import { CephClient, cephSecretName } from "./cephClient";
import { checkArgs, checkFields, checkInput, refuseArgs } from "./checkedArgs";
import { DatabaseMigration } from "./databaseMigration";
import { GlanceApi } from "./glanceApi";
import { glanceFiles, httpdFiles, secretsFile, secretsKey } from "./glanceConfigData";
import { KeystoneRegistration } from "./keystoneRegistration";
import type { ClusterAccess } from "./kubectl";
import { readDeployment, stagingGuard } from "./stagingGuard";

/**
 * Arguments of Glance. They are named like the keys of the configuration, with the same defaults and checks. What decides
 * which resources there are is plain, so that a preview knows it; everything else may come from other resources.
 */
export interface GlanceArgs {
  /** Namespace of all objects; it must exist. @default openstack */
  namespace?: string;
  /** `split`: an external and an internal API side by side; `single`: one API for both. @default split */
  layout?: Layout;
  /** Pods of every API; zero parks them and keeps what they have staged. @default 3 */
  replicas?: number;
  /** What is set for one API alone. */
  external?: ApiArgs;
  internal?: ApiArgs;
  single?: ApiArgs;
  /** The claim of every pod. */
  staging?: Partial<Staging>;
  /** Container image (docs/image.md). */
  image: pulumi.Input<string>;
  ceph: CephArgs;
  database: DatabaseArgs;
  keystone: KeystoneArgs;
  /** INI text for all APIs, read after the program's own. @default none */
  customServiceConfig?: pulumi.Input<string>;
  /** Import methods that clients may use. @default glance-direct and web-download */
  importMethods?: string[];
  /** Import plugins in the order in which they run. @default image_conversion */
  imagePlugins?: string[];
  /** Of the container glance-api. @default requests of 100m and 512Mi, a limit of 2Gi */
  resources?: k8s.types.input.core.v1.ResourceRequirements;
  /** Seconds that Apache waits for a client or for Glance. @default 60 */
  apiTimeout?: number;
  /** Seconds that a pod may take to finish its imports when it ends. @default 600 */
  gracePeriod?: number;
  /** Whether an update may take away pods on which images are staged. @default false */
  allowStagedLoss?: boolean;
  /** How kubectl reaches the cluster, to look for staged images before pods go. @default what kubectl uses */
  cluster?: ClusterAccess;
}

/** What is set for one API alone. */
export interface ApiArgs {
  /** Pods of this API. @default `replicas` of Glance */
  replicas?: number | undefined;
  /** INI text, read after that for all APIs. @default none */
  customServiceConfig?: pulumi.Input<string>;
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
  /** URL in the catalogue for public clients. @default the Service for clients */
  publicUrl?: pulumi.Input<string> | undefined;
  /** Administrator who registers Glance. @default admin */
  adminUser?: pulumi.Input<string>;
  /** Project of the administrator. @default admin */
  adminProject?: pulumi.Input<string>;
  /** Password of the administrator; nothing is registered without it. */
  adminPassword?: pulumi.Input<string> | undefined;
}

/** URLs of the image service by interface, as they stand in Keystone's catalogue. */
export interface Endpoints {
  public: string;
  internal: string;
  admin: string;
}

/**
 * Glance with distributed image import: the APIs of the layout on one database and one Ceph pool. An update that would
 * lose staged images is refused, in preview too.
 */
export class Glance extends pulumi.ComponentResource {
  readonly endpoints: pulumi.Output<Endpoints>;
  /** URLs of all pods, under which they pass imports on to each other. */
  readonly workerUrls: string[];
  /** Names of all staging claims. */
  readonly claims: string[];
  /** Keyring for `ceph auth import -i`; a secret. */
  readonly cephKeyring: pulumi.Output<string>;
  /** Passwords in the database and in Keystone; secrets. */
  readonly passwords: { database: pulumi.Output<string>; keystone: pulumi.Output<string> };
  /** Keyed hash of the configuration of each API. */
  readonly configHash: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: GlanceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("glance:index:Glance", name, args, guarded(name, args, opts));
    const { deployment, image, ceph, database, keystone, ...settings } = checkArgs(this, () =>
      checkedArgs(this, args),
    );
    const { namespace } = deployment;
    const child = { parent: this };

    this.passwords = {
      database: pulumi.secret(database.password ?? this.makePassword(`${name}-database-password`)),
      keystone: pulumi.secret(keystone.password ?? this.makePassword(`${name}-keystone-password`)),
    };
    const access = databaseAccess(database);
    const identity = keystoneAccess(keystone);
    const secrets = secretsFile(access, this.passwords);
    const files = (type: ApiType) => ({
      ...glanceFiles(
        {
          ...settings,
          database: access,
          keystone: identity,
          ceph: { user: ceph.user, pool: ceph.pool },
        },
        type,
        [settings.customServiceConfig, settings[type].customServiceConfig],
      ),
      [secretsKey]: secrets,
    });
    const hashKey = new random.RandomBytes(`${name}-hash-key`, { length: 32 }, child).hex;
    const { external, internal } = apisForClients(deployment);
    this.endpoints = pulumi.output({
      public: keystone.publicUrl ?? external.clientUrl,
      internal: internal.clientUrl,
      admin: internal.clientUrl,
    });

    const { fsid, monitors, user, pool, key } = ceph;
    const cephClient = new CephClient(
      `${name}-ceph`,
      { namespace, fsid, monitors, user, pool, key },
      child,
    );
    const migration = new DatabaseMigration(
      `${name}-db-sync`,
      { namespace, image, database: access, files: files(external.type) },
      child,
    );
    if (keystone.adminPassword !== undefined) {
      new KeystoneRegistration(
        `${name}-keystone`,
        {
          namespace,
          image,
          keystone: identity,
          password: this.passwords.keystone,
          hashKey,
          admin: {
            user: keystone.adminUser,
            project: keystone.adminProject,
            password: keystone.adminPassword,
          },
          endpoints: this.endpoints,
        },
        child,
      );
    }

    const { resources, apiTimeout, gracePeriod } = settings;
    const apis = deployment.apis.map(
      (api) =>
        new GlanceApi(
          `${name}-${api.type}-api`,
          {
            api,
            namespace,
            image,
            staging: deployment.staging,
            resources,
            apiTimeout,
            gracePeriod,
            glanceFiles: files(api.type),
            httpdFiles: httpdFiles(apiTimeout, gracePeriod),
            cephSecret: cephSecretName,
            hashKey,
          },
          { ...child, dependsOn: [cephClient, migration] },
        ),
    );

    const pods = podsOf(deployment);
    this.workerUrls = pods.map(({ url }) => url);
    this.claims = pods.map(({ claim }) => claim);
    this.cephKeyring = cephClient.keyring;
    this.configHash = pulumi
      .all(apis.map(({ configHash }) => configHash))
      .apply((hashes) =>
        Object.fromEntries(deployment.apis.map(({ type }, i) => [type, hashes[i] ?? ""])),
      );
    this.registerOutputs({
      endpoints: this.endpoints,
      workerUrls: this.workerUrls,
      claims: this.claims,
      cephKeyring: this.cephKeyring,
      passwords: this.passwords,
      configHash: this.configHash,
    });
  }

  private makePassword(name: string): pulumi.Output<string> {
    return new random.RandomPassword(name, { length: 32, special: false }, { parent: this }).result;
  }
}

/** The options of a resource that looks for staged images before it is updated. */
function guarded(
  name: string,
  { cluster = {} }: GlanceArgs,
  opts: pulumi.ComponentResourceOptions = {},
): pulumi.ComponentResourceOptions {
  return pulumi.mergeOptions(opts, { hooks: { beforeUpdate: [stagingGuard(name, cluster)] } });
}

function checkedArgs(glance: Glance, args: GlanceArgs) {
  const deployment: Deployment = readDeployment(args);
  refuseArgs(namespaceProblem(deployment.namespace));
  refuseArgs(sharedClassProblem(deployment.staging.storageClass));
  const api = (type: ApiType) => ({
    customServiceConfig: checkIni(
      glance,
      `${type}.customServiceConfig`,
      args[type]?.customServiceConfig,
    ),
  });
  return {
    deployment,
    image: checkInput(glance, "image", args.image),
    ceph: checkFields(glance, "ceph", args.ceph),
    database: checkFields(glance, "database", args.database),
    keystone: checkFields(glance, "keystone", args.keystone),
    customServiceConfig: checkIni(glance, "customServiceConfig", args.customServiceConfig),
    external: api("external"),
    internal: api("internal"),
    single: api("single"),
    importMethods: readOption("importMethods", args.importMethods),
    imagePlugins: readOption("imagePlugins", args.imagePlugins),
    resources: readOption("resources", args.resources),
    apiTimeout: readOption("apiTimeout", args.apiTimeout),
    gracePeriod: readOption("gracePeriod", args.gracePeriod),
  };
}

/** Text that Glance reads, checked at once where it is known, else when it is. */
function checkIni(
  glance: Glance,
  key: string,
  text: pulumi.Input<string> = "",
): pulumi.Input<string> {
  const check = (known: string) => {
    refuseArgs(customServiceConfigKeyProblem(key, known));
    return known;
  };
  return typeof text === "string"
    ? check(text)
    : pulumi.output(text).apply((known) => checkArgs(glance, () => check(known)));
}

type Checked = ReturnType<typeof checkedArgs>;

function keystoneAccess(keystone: Checked["keystone"]) {
  const { authUrl, region, user, project, userDomain, projectDomain } = keystone;
  return { authUrl, region, user, project, userDomain, projectDomain };
}

function databaseAccess({ host, port, name, user }: Checked["database"]) {
  return { host, port, name, user };
}
