import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

import type { CephCluster } from "./cephConf";
import { CephClient, cephSecretName } from "./cephClient";
import { DatabaseMigration } from "./databaseMigration";
import { GlanceApi, type StagingArgs } from "./glanceApi";
import type { DatabaseAccess, KeystoneAccess } from "./glanceConf";
import { glanceFiles, httpdFiles, secretsFile, secretsKey } from "./glanceConfigData";
import { KeystoneRegistration } from "./keystoneRegistration";
import { type ApiType, apiTypes, clientUrl, type Layout } from "../model/names";

/** Arguments of Glance. */
export interface GlanceArgs {
  namespace: string;
  image: string;
  layout: Layout;
  /** Number of pods of each API of the layout. */
  replicas: Record<ApiType, number>;
  staging: StagingArgs;
  ceph: CephCluster & { pool: string; key?: pulumi.Input<string> | undefined };
  database: DatabaseAccess & { password?: pulumi.Input<string> | undefined };
  keystone: KeystoneAccess & {
    password?: pulumi.Input<string> | undefined;
    /** An administrator who registers Glance; nothing is registered without one. */
    admin?: { user: string; project: string; password: pulumi.Input<string> } | undefined;
    /** URL in the catalogue for public clients. @default the Service for clients */
    publicUrl?: string | undefined;
  };
  importMethods: readonly string[];
  imagePlugins: readonly string[];
  /** INI text for all APIs and for one of them, read in this order after the program's own. */
  customServiceConfig: Record<"all" | ApiType, pulumi.Input<string>>;
  resources: k8s.types.input.core.v1.ResourceRequirements;
  /** Seconds that Apache waits for a client or for Glance. */
  apiTimeout: number;
  /** Seconds that a pod may take to finish its imports when it ends. */
  gracePeriod: number;
}

/** URLs of the image service by interface, as they stand in Keystone's catalogue. */
export interface Endpoints {
  public: string;
  internal: string;
  admin: string;
}

/**
 * Glance with distributed image import: the APIs of the layout on one database and one Ceph pool.
 */
export class Glance extends pulumi.ComponentResource {
  readonly endpoints: Endpoints;
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
    super("glance:index:Glance", name, args, opts);
    const { namespace, image, keystone, database } = args;
    const child = { parent: this };
    this.passwords = {
      database: pulumi.secret(database.password ?? this.makePassword(`${name}-database-password`)),
      keystone: pulumi.secret(keystone.password ?? this.makePassword(`${name}-keystone-password`)),
    };
    const secrets = secretsFile(database, this.passwords);
    const files = (apiType: ApiType) => ({
      ...glanceFiles(args, apiType, [
        args.customServiceConfig.all,
        args.customServiceConfig[apiType],
      ]),
      [secretsKey]: secrets,
    });

    const hashKey = new random.RandomBytes(`${name}-hash-key`, { length: 32 }, child).hex;
    const apis = apiTypes(args.layout);
    this.endpoints = endpoints(args.layout, namespace, keystone.publicUrl);

    const ceph = new CephClient(
      `${name}-ceph`,
      {
        namespace,
        cluster: args.ceph,
        pool: args.ceph.pool,
        key: args.ceph.key,
      },
      child,
    );
    const migration = new DatabaseMigration(
      `${name}-db-sync`,
      {
        namespace,
        image,
        database: databaseAccess(database),
        files: files(apis[0] ?? "single"),
      },
      child,
    );
    if (keystone.admin !== undefined) {
      new KeystoneRegistration(
        `${name}-keystone`,
        {
          namespace,
          image,
          keystone: keystoneAccess(keystone),
          password: this.passwords.keystone,
          hashKey,
          admin: keystone.admin,
          endpoints: this.endpoints,
        },
        child,
      );
    }

    const apiResources = apis.map(
      (apiType) =>
        new GlanceApi(
          `${name}-${apiType}-api`,
          {
            apiType,
            namespace,
            image,
            replicas: args.replicas[apiType],
            staging: args.staging,
            resources: args.resources,
            apiTimeout: args.apiTimeout,
            gracePeriod: args.gracePeriod,
            glanceFiles: files(apiType),
            httpdFiles: httpdFiles(args.apiTimeout, args.gracePeriod),
            cephSecret: cephSecretName,
            hashKey,
          },
          { ...child, dependsOn: [ceph, migration] },
        ),
    );

    this.workerUrls = apiResources.flatMap((api) => api.workerUrls);
    this.claims = apiResources.flatMap((api) => api.claims);
    this.cephKeyring = ceph.keyring;
    this.configHash = pulumi
      .all(apiResources.map((api) => api.configHash))
      .apply((hashes) => Object.fromEntries(hashes.map((hash, i) => [String(apis[i]), hash])));
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

function endpoints(layout: Layout, namespace: string, publicUrl: string | undefined): Endpoints {
  const forClients = clientUrl(layout === "split" ? "external" : "single", namespace);
  const internal = clientUrl(layout === "split" ? "internal" : "single", namespace);
  return { public: publicUrl ?? forClients, internal, admin: internal };
}

function keystoneAccess(keystone: KeystoneAccess): KeystoneAccess {
  const { authUrl, region, user, project, userDomain, projectDomain } = keystone;
  return { authUrl, region, user, project, userDomain, projectDomain };
}

function databaseAccess({ host, port, name, user }: DatabaseAccess): DatabaseAccess {
  return { host, port, name, user };
}
