import {
  cephDirectory,
  glanceConfDirectory,
  logFile,
  python,
  stagingDirectory,
  stagingMountPath,
  storeModule,
} from "../model/image";
import { hasOwnScope } from "../model/customServiceConfig";
import type { ApiType } from "../model/names";
import type { OsloSection, OsloSections } from "../model/osloConf";
import type { Settings } from "../model/options";

/** File in `glanceConfDirectory` with the policies that differ from Glance's own; not read as configuration. */
export const policyFile = "policy.yaml";

/** Where users and passwords are checked. */
export interface KeystoneAccess {
  /** URL of the identity API, such as `http://keystone.openstack.svc:5000/v3`. */
  authUrl: string;
  region: string;
  /** Name of the Keystone user that Glance acts as. */
  user: string;
  /** Project of that user. */
  project: string;
  userDomain: string;
  projectDomain: string;
  /** Id of the application credential as which Glance logs in, in place of user and project. */
  applicationCredentialId?: string;
}

/** The database of Glance. */
export interface DatabaseAccess {
  host: string;
  port: number;
  name: string;
  user: string;
  /** File with the CA by which the server's certificate is; without it nothing is encrypted. */
  caFile?: string;
}

/** The services that Glance uses. */
export interface Surroundings {
  keystone: KeystoneAccess;
  database: DatabaseAccess;
  ceph: { pool: string; user: string; parallelWrites: boolean };
}

/** What decides the configuration of an API, apart from secrets. */
export type GlanceSettings = Surroundings &
  Pick<Settings, "importMethods" | "imagePlugins" | "quotas" | "workers">;

/** The program's own options; what operators add is read after them. */
export function glanceConf(
  settings: GlanceSettings,
  apiType: ApiType,
  customServiceConfigs: readonly string[] = [],
): OsloSections {
  const { keystone } = settings;
  // Keystone refuses a project beside the scope that an application credential has, or beside the system.
  const project = hasOwnScope(customServiceConfigs)
    ? {}
    : { project_name: keystone.project, project_domain_name: keystone.projectDomain };
  const { applicationCredentialId } = keystone;
  const login =
    applicationCredentialId === undefined
      ? {
          auth_type: "password",
          username: keystone.user,
          user_domain_name: keystone.userDomain,
          ...project,
        }
      : {
          auth_type: "v3applicationcredential",
          application_credential_id: applicationCredentialId,
        };
  return {
    DEFAULT: {
      enabled_backends: `rbd:${settings.ceph.parallelWrites ? storeModule : "rbd"}`,
      enabled_import_methods: settings.importMethods,
      // Nova clones RBD images by this URL; clients of the public API must not see it (OSSN-0090).
      show_image_direct_url: apiType !== "external",
      log_file: logFile,
      log_rotation_type: "size",
      max_logfile_size_mb: 50,
      max_logfile_count: 2,
      ...(settings.quotas !== undefined ? { use_keystone_limits: true } : {}),
    },
    glance_store: { default_backend: "rbd" },
    rbd: {
      rbd_store_pool: settings.ceph.pool,
      rbd_store_user: settings.ceph.user,
      rbd_store_ceph_conf: `${cephDirectory}/ceph.conf`,
      rbd_store_chunk_size: 8,
      rados_connect_timeout: 10,
      // Otherwise the store writes the full virtual size of a sparse image.
      rbd_thin_provisioning: true,
    },
    os_glance_staging_store: {
      filesystem_store_datadir: stagingDirectory,
      // Glance takes an upload in pieces of 64 KiB unless it is told otherwise, and switches threads with each.
      filesystem_store_chunk_size: 1024 * 1024,
    },
    os_glance_tasks_store: {
      filesystem_store_datadir: `${stagingMountPath}/os_glance_tasks_store`,
    },
    task: { work_dir: `${stagingMountPath}/work` },
    oslo_concurrency: { lock_path: "/tmp" },
    oslo_middleware: { enable_proxy_headers_parsing: true },
    oslo_policy: {
      enforce_new_defaults: true,
      enforce_scope: true,
      policy_file: `${glanceConfDirectory}/${policyFile}`,
    },
    wsgi: {
      // Under uWSGI Glance would start qemu-img's limiter with the uwsgi executable.
      python_interpreter: python,
      task_pool_threads: settings.workers.imports,
    },
    paste_deploy: { flavor: "keystone" },
    keystone_authtoken: {
      www_authenticate_uri: keystone.authUrl,
      auth_url: keystone.authUrl,
      ...login,
      region_name: keystone.region,
      service_token_roles_required: true,
      service_type: "image",
    },
    import_filtering_opts: { disallowed_hosts: internalHosts(settings) },
    image_import_opts: { image_import_plugins: settings.imagePlugins },
    image_conversion: { output_format: "raw" },
    ...(settings.quotas !== undefined ? { oslo_limit: limitOptions(keystone) } : {}),
  };
}

/** How Glance asks Keystone for the limits of projects: those of all only the system shows. */
function limitOptions({ authUrl, user, userDomain, region }: KeystoneAccess): OsloSection {
  return {
    auth_type: "password",
    auth_url: authUrl,
    username: user,
    user_domain_name: userDomain,
    system_scope: "all",
    endpoint_service_type: "image",
    endpoint_service_name: "glance",
    endpoint_region_name: region,
    endpoint_interface: "internal",
  };
}

/**
 * Hosts from which Glance must not download on behalf of a user: its own surroundings. Loopback and link-local
 * addresses are refused wherever a name leads to them, by Glance 33 (glance/common/utils.py) and by `glance_downloads.py`.
 */
function internalHosts({ keystone, database }: GlanceSettings): string[] {
  // The brackets of an IPv6 address belong to the URL, not to the host.
  const identityHost = new URL(keystone.authUrl).hostname.replace(/^\[|\]$/g, "");
  const hosts = ["localhost", "169.254.169.254", "0.0.0.0", "::", identityHost];
  return [...new Set([...hosts, bareHost(database.host)])];
}

/** A host as it stands outside of URLs: an address of version 6 without brackets. */
function bareHost(host: string): string {
  return host.replace(/^\[(.*)\]$/, "$1");
}

/**
 * Text of the policy file. The tasks API imports past filters and plugins (Launchpad 2152110), and nothing needs it.
 *
 * @param policies Texts by name, in place of Glance's own.
 */
export function renderPolicies(policies: Readonly<Record<string, string>>): string {
  return Object.entries({ tasks_api_access: "!", ...policies })
    .map(([name, text]) => `${name}: ${JSON.stringify(text)}\n`)
    .join("");
}

/** The options that hold passwords, in a file of their own that is read last. */
export function glanceSecrets(
  { database, keystone, quotas }: Pick<GlanceSettings, "database" | "keystone" | "quotas">,
  databasePassword: string,
  keystonePassword: string,
): OsloSections {
  const { user, port, name, caFile } = database;
  const bare = bareHost(database.host);
  const host = bare.includes(":") ? `[${bare}]` : bare;
  const login = `${encodeURIComponent(user)}:${encodeURIComponent(databasePassword)}`;
  const options = `charset=utf8mb4${caFile === undefined ? "" : `&ssl_ca=${caFile}`}`;
  const secret =
    keystone.applicationCredentialId === undefined ? "password" : "application_credential_secret";
  return {
    database: { connection: `mysql+pymysql://${login}@${host}:${port}/${name}?${options}` },
    keystone_authtoken: { [secret]: keystonePassword },
    ...(quotas === undefined ? {} : { oslo_limit: { password: keystonePassword } }),
  };
}
