import { listItems, parseOsloConf } from "./osloConf";

/** Options that the program sets itself, by section and key in lower case, and why nobody else may. */
const reserved: Readonly<Record<string, string>> = {
  "default/worker_self_reference_url":
    "every pod gets its own URL from its environment, and one URL for all breaks distributed import",
  "default/node_staging_uri":
    "Glance ignores it once enabled_backends is set; staging is on the pod's own claim",
  "default/enabled_backends": "the image store is the Ceph pool of glance:ceph",
  "default/enabled_import_methods": "set glance:importMethods instead",
  "default/log_file": "the container glance-log follows that file",
  "default/logfile": "the container glance-log follows the program's own log_file",
  "glance_store/default_backend": "the image store is the Ceph pool of glance:ceph",
  "rbd/rbd_store_pool": "set glance:ceph.pool instead",
  "rbd/rbd_store_user": "set glance:ceph.user instead",
  "rbd/rbd_store_ceph_conf": "ceph.conf is where the program mounts it",
  "paste_deploy/flavor": "without Keystone nothing can be imported",
  "database/connection": "set glance:database instead",
  "wsgi/python_interpreter": "under uWSGI any other value makes every conversion fail",
};

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
    const why = reservedReason(section, key) ?? conversionReason(section, key, value);
    if (why !== undefined) {
      return `sets [${section}] ${key} in line ${line}: remove it, ${why}.`;
    }
  }
  return undefined;
}

function reservedReason(section: string, key: string): string | undefined {
  if (section.toLowerCase().startsWith("os_glance_")) {
    return "Glance's reserved stores are where distributed import keeps its files";
  }
  return reserved[`${section}/${key}`.toLowerCase()];
}

function conversionReason(section: string, key: string, value: string): string | undefined {
  const option = `${section.toLowerCase()}/${key}`;
  const off =
    (option === "image_import_opts/image_import_plugins" &&
      !listItems(value).includes("image_conversion")) ||
    (option === "image_conversion/output_format" && value !== "raw");
  return off ? conversionNeeded : undefined;
}

/** Why the conversion of images cannot be switched off. */
export const conversionNeeded =
  "images in Ceph RBD must be converted to raw, because Nova can clone nothing else copy-on-write";
