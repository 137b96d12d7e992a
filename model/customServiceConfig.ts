import { posix } from "node:path";

import { conversionNeeded, decompressesLate, decompressionOrder, stagingDirectory } from "./image";
import { optionName } from "./knownOptions";
import { optionPlaceProblem } from "./optionPlace";
import { optionValueProblem } from "./optionValue";
import { listItems, type OsloOption, parseOsloConf } from "./osloConf";

/** Why the options of one section are reserved, by option. */
type Reserved = Readonly<Record<string, string>>;

const ownLog =
  "the container glance-log follows the program's own file, and its volume has room for two of 50 MiB";
const ownServer = "Glance runs under uWSGI, which does not read it";
const noCache = "the paste file of the program has no image cache";
const ownStore = "the image store is the Ceph pool of glance:ceph";
const singleStore =
  "Glance reads it only without enabled_backends; write options of the driver under [rbd], and pool and user under glance:ceph";
const driverOption = /^(cinder|filesystem|https?|rados|rbd|s3|swift|vmware)_/;
const strictPolicies = "without it tokens of any scope and former roles would be let in";

/** Options that the program sets itself, by section and key in lower case, and why nobody else may. */
const reserved: Readonly<Record<string, Reserved>> = {
  default: {
    worker_self_reference_url:
      "every pod gets its own URL from its environment, and one URL for all breaks distributed import",
    node_staging_uri:
      "Glance ignores it once enabled_backends is set; staging is on the pod's own claim",
    enabled_backends: ownStore,
    enabled_import_methods: "set glance:importMethods instead",
    ...keys("log_file logfile log_dir logdir log_rotation_type max_logfile_size_mb", ownLog),
    ...keys("max_logfile_count log_rotate_interval log_rotate_interval_type", ownLog),
    ...keys("log_config_append log_config", "the file that it names is in no pod"),
    ...keys("use_syslog use_journal", "no daemon of a pod takes logs"),
    ...keys("config_file config_dir", "the pods read the directory that the program mounts"),
    ...keys("workers bind_host bind_port backlog", ownServer),
    ...keys("image_cache_dir image_cache_driver image_cache_max_size", noCache),
    ...keys("image_cache_sqlite_db image_cache_stall_time", noCache),
  },
  glance_store: {
    default_backend: ownStore,
    ...keys("stores default_store", singleStore),
  },
  rbd: {
    rbd_store_pool: "set glance:ceph.pool instead",
    rbd_store_user: "set glance:ceph.user instead",
    rbd_store_ceph_conf: "ceph.conf is where the program mounts it",
  },
  paste_deploy: {
    flavor: "without Keystone nothing can be imported",
    config_file: "the program mounts a paste file of its own",
  },
  database: { connection: "set glance:database instead" },
  keystone_authtoken: {
    password: "set glance:keystone.password instead, which is read last",
    username: "set glance:keystone.user instead",
    auth_url: "set glance:keystone.authUrl instead",
    region_name: "set glance:keystone.region instead",
    ...keys("cafile", "set glance:tls.ca instead"),
    service_type: "Keystone checks access rules of application credentials by the service image",
  },
  oslo_policy: {
    policy_file: "set glance:policies instead, because the file that it names is in no pod",
    policy_dirs: "the directories that it names are in no pod",
    ...keys("enforce_scope enforce_new_defaults", strictPolicies),
  },
  wsgi: {
    python_interpreter: "under uWSGI any other value makes every conversion fail",
    task_pool_threads: "set glance:workers.imports instead",
  },
};

function keys(names: string, why: string): Reserved {
  return Object.fromEntries(names.split(" ").map((name) => [name, why]));
}

/**
 * Checks an operator's addition to the Glance configuration.
 *
 * @returns what is wrong and what to do instead, as the end of a sentence that begins with the
 * name of the key; undefined for text that Glance will read and that breaks nothing.
 */
export function customServiceConfigProblem(text: string): string | undefined {
  let options;
  try {
    options = parseOsloConf(text);
  } catch (error) {
    return `cannot be read by oslo.config: ${(error as Error).message}`;
  }
  for (const { section, key, value, line } of options) {
    const why =
      reservedReason(section, key) ?? conversionReason(section, key, value) ?? stagingReason(value);
    if (why !== undefined) {
      return `sets [${section}] ${key} in line ${line}: remove it, ${why}.`;
    }
    const place = optionPlaceProblem(section, key) ?? valueProblem(section, key, value);
    if (place !== undefined) {
      return `sets [${section}] ${key} in line ${line}: ${place}.`;
    }
  }
  return undefined;
}

/** What is wrong with a value that ends Glance, and what to write instead. */
function valueProblem(section: string, key: string, value: string): string | undefined {
  if (key === "image_import_plugins" && decompressesLate(listItems(value))) {
    return `write ${decompressionOrder}`;
  }
  const [first = "", ...others] = value.split("\n");
  return others.length > 0 &&
    !/(^|[,[{])$/.test(first) &&
    !others.every((line) => line.startsWith(","))
    ? "begin the next line in the first column, because an indented one goes on with this value"
    : optionValueProblem(section, key, value);
}

function reservedReason(section: string, key: string): string | undefined {
  if (section.toLowerCase().startsWith("os_glance_")) {
    return "Glance's reserved stores are where distributed import keeps its files";
  }
  const name = optionName(key);
  return section.toLowerCase() === "glance_store" && driverOption.test(name)
    ? singleStore
    : reserved[section.toLowerCase()]?.[name];
}

function conversionReason(section: string, key: string, value: string): string | undefined {
  const option = `${section.toLowerCase()}/${key}`;
  const off =
    (option === "image_import_opts/image_import_plugins" &&
      !listItems(value).includes("image_conversion")) ||
    (option === "image_conversion/output_format" && value !== "raw");
  return off ? conversionNeeded : undefined;
}

function stagingReason(value: string): string | undefined {
  const path = posix.normalize(`${value.replace(/^file:\/\//, "")}/`).replace(/^\/+/, "/");
  return path.startsWith(`${stagingDirectory}/`)
    ? "the staging directory holds what is uploaded, and nothing else"
    : undefined;
}

/** Whether a text gives Glance another login to Keystone than user and project: these then must not be a scope beside it. */
export function hasOwnScope(texts: readonly string[]): boolean {
  return texts
    .flatMap(readable)
    .some(
      ({ section, key, value }) =>
        section.toLowerCase() === "keystone_authtoken" &&
        (/^(application_credential_(id|name)|system_scope)$/.test(key.toLowerCase()) ||
          (key.toLowerCase() === "auth_type" && value.includes("applicationcredential"))),
    );
}

/** Bytes of the largest image that Glance takes by a text; undefined when it does not say. */
export function imageSizeCap(text: string): number | undefined {
  const cap = readable(text)
    .filter(({ section, key }) => section === "DEFAULT" && key === "image_size_cap")
    .at(-1);
  return cap && Number(cap.value);
}

/** None of a text that cannot be read: it is refused elsewhere. */
function readable(text: string): OsloOption[] {
  try {
    return parseOsloConf(text);
  } catch {
    return [];
  }
}
