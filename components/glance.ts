import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

import { apisForClients, podsOf } from "../model/deployment";
import { caFile } from "../model/image";
import { type ApiType, certificateNames, publicUrlOf } from "../model/names";
import { downloads, wayInKey } from "../model/networkPolicy";
import type { ServerSettings } from "../model/serverSettings";
import { CephClient } from "./cephClient";
import { checkArgs } from "./checkedArgs";
import { DatabaseContraction } from "./databaseContraction";
import { DatabaseCreation } from "./databaseCreation";
import { DatabaseMigration } from "./databaseMigration";
import { DatabasePurge } from "./databasePurge";
import { GlanceApi } from "./glanceApi";
import { checkedGlanceArgs, type GlanceArgs } from "./glanceArgs";
import { glanceFiles } from "./glanceConfigData";
import { guardedOptions } from "./guardedOptions";
import { jobPod } from "./job";
import { KeystoneRegistration } from "./keystoneRegistration";
import { jobLabels, NetworkPolicies } from "./networkPolicies";
import { stagingGuard } from "./stagingGuard";
import { WayIn } from "./wayIn";

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
  /** Names that the certificate of the pods must hold, whether there is one or not. */
  readonly certificateNames: string[];
  /** Names of all staging claims. */
  readonly claims: string[];
  /** Keyring for `ceph auth import -i`; a secret. */
  readonly cephKeyring: pulumi.Output<string>;
  /** Passwords in the database and in Keystone, or the secret of the application credential; secrets. */
  readonly passwords: { database: pulumi.Output<string>; keystone: pulumi.Output<string> };
  /** Keyed hash of the configuration of each API. */
  readonly configHash: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: GlanceArgs, opts?: pulumi.ComponentResourceOptions) {
    super(
      "glance:index:Glance",
      name,
      args,
      guardedOptions(stagingGuard(name, args.cluster), opts),
    );
    const { deployment, image, httpdImage, tls, ceph, database, keystone, ...settings } = checkArgs(
      this,
      () => checkedGlanceArgs(this, args),
    );
    const { expose, networkPolicy, dbPurge, quotas } = settings;
    const { namespace } = deployment;
    const child = { parent: this };
    const ca = tls?.ca;

    this.passwords = {
      database: pulumi.secret(database.password ?? this.makePassword(`${name}-database-password`)),
      keystone: pulumi.secret(
        keystone.applicationCredentialSecret ??
          keystone.password ??
          this.makePassword(`${name}-keystone-password`),
      ),
    };
    const access = databaseAccess(database, args.database.tls === true);
    const identity = keystoneAccess(keystone);
    const { fsid, monitors, user, pool, key, parallelWrites } = ceph;
    const surroundings = {
      keystone: identity,
      database: access,
      ceph: { user, pool, parallelWrites },
    };
    const files = (type: ApiType) =>
      glanceFiles({ ...settings, surroundings, passwords: this.passwords }, type);
    const hashKey = new random.RandomBytes(`${name}-hash-key`, { length: 32 }, child).hex;
    const { external, internal } = apisForClients(deployment);
    this.endpoints = pulumi.output({
      public: publicUrlOf(keystone, expose) ?? external.clientUrl,
      internal: internal.clientUrl,
      admin: internal.clientUrl,
    });

    const cephClient = new CephClient(
      `${name}-ceph`,
      { namespace, fsid, monitors, user, pool, key, keyType: args.ceph.keyType },
      child,
    );
    const labels = networkPolicy === undefined ? {} : jobLabels;
    const job = { namespace, image, ca, pod: jobPod(settings.pod, keystone.authUrl, labels) };
    const databaseJob = { ...job, database: access };
    const creations: pulumi.Resource[] = [];
    if (database.adminPassword !== undefined) {
      const { adminUser, adminPassword } = database;
      const password = this.passwords.database;
      const creation = { ...databaseJob, password, hashKey, adminUser, adminPassword };
      creations.push(new DatabaseCreation(`${name}-db-create`, creation, child));
    }
    const migration = new DatabaseMigration(
      `${name}-db-sync`,
      { ...databaseJob, files: files(external.type) },
      { ...child, dependsOn: creations },
    );
    const registrations: pulumi.Resource[] = [];
    if (keystone.adminPassword !== undefined) {
      const { adminUser, adminProject, adminUserDomain, adminProjectDomain, adminPassword } =
        keystone;
      const registration = new KeystoneRegistration(
        `${name}-keystone`,
        {
          ...job,
          keystone: identity,
          password: this.passwords.keystone,
          hashKey,
          admin: { adminUser, adminProject, adminUserDomain, adminProjectDomain, adminPassword },
          endpoints: this.endpoints,
          quotas,
        },
        child,
      );
      // Glance takes a limit that is not registered for 0.
      registrations.push(...(quotas === undefined ? [] : [registration]));
    }

    const { apiTimeout, gracePeriod, resources, workers } = settings;
    const server: ServerSettings = { apiTimeout, gracePeriod, resources, workers };
    const apis = deployment.apis.map(
      (api) =>
        new GlanceApi(
          `${name}-${api.type}-api`,
          {
            ...server,
            api,
            namespace,
            image,
            httpdImage,
            staging: deployment.staging,
            service: settings[api.type].service,
            pod: settings[api.type].pod,
            authUrl: keystone.authUrl,
            glanceFiles: files(api.type),
            issuer: tls?.issuer,
            ca,
            hashKey,
          },
          { ...child, dependsOn: [cephClient, migration, ...registrations] },
        ),
    );

    new DatabaseContraction(`${name}-db-contract`, databaseJob, {
      ...child,
      dependsOn: [migration, ...apis],
    });
    if (dbPurge !== undefined) {
      const purge = { ...databaseJob, settings: dbPurge };
      new DatabasePurge(`${name}-db-purge`, purge, { ...child, dependsOn: migration });
    }
    if (expose !== undefined) {
      const way = { ...expose, name, namespace, api: external, ca, apiTimeout };
      new WayIn(`${name}-way-in`, way, child);
    }

    if (networkPolicy !== undefined) {
      new NetworkPolicies(
        `${name}-network`,
        {
          namespace,
          settings: networkPolicy,
          isExposed: wayInKey({ ...settings, keystone: args.keystone }) !== undefined,
          downloads: downloads(settings.importMethods),
          authUrl: keystone.authUrl,
          databasePort: database.port,
          monitors,
        },
        child,
      );
    }

    const pods = podsOf(deployment);
    this.workerUrls = pods.map(({ url }) => url);
    this.certificateNames = deployment.apis.flatMap(
      ({ type, certificate }) => certificate?.names ?? certificateNames(type, namespace),
    );
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
      certificateNames: this.certificateNames,
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

type Checked = ReturnType<typeof checkedGlanceArgs>;

function keystoneAccess(keystone: Checked["keystone"]) {
  const { authUrl, region, user, project, userDomain, projectDomain } = keystone;
  const { applicationCredentialId } = keystone;
  return {
    ...{ authUrl, region, user, project, userDomain, projectDomain },
    ...(applicationCredentialId === undefined ? {} : { applicationCredentialId }),
  };
}

function databaseAccess({ host, port, name, user }: Checked["database"], tls: boolean) {
  return { host, port, name, user, ...(tls ? { caFile } : {}) };
}
