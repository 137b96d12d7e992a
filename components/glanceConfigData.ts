import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { applicationModule, imageModule, metricsModule, storeModule } from "../model/image";
import type { ApiType } from "../model/names";
import { renderOsloConf } from "../model/osloConf";
import type { Workers } from "../model/workers";
import type { InputsOf } from "./checkedArgs";
import {
  type DatabaseAccess,
  glanceConf,
  glanceSecrets,
  type GlanceSettings,
  type KeystoneSecret,
  policyFile,
  renderPolicies,
} from "./glanceConf";
import { renderHttpdConf } from "./httpdConf";
import { renderUwsgiIni } from "./uwsgiIni";

/** Passwords of Glance; both are secrets. */
export interface GlancePasswords {
  database: pulumi.Input<string>;
  keystone: pulumi.Input<string>;
}

/** File that says how requests pass through Glance; not every image has its own where Glance looks for it. */
export const pasteFile = "glance-api-paste.ini";

/** The plain files of an API, as keys of its configuration Secret, the .conf ones in the order Glance reads them. */
export function glanceFiles(
  settings: {
    [Field in keyof Omit<GlanceSettings, "hasQuotas">]: InputsOf<GlanceSettings[Field]>;
  } & {
    policies: Readonly<Record<string, string>>;
    quotas?: object | undefined;
  },
  apiType: ApiType,
  customServiceConfigs: readonly pulumi.Input<string>[],
): Record<string, pulumi.Input<string>> {
  const { policies, quotas, ...others } = settings;
  const hasQuotas = quotas !== undefined;
  const { importMethods, imagePlugins, keystone, database, ceph, workers } = others;
  const own = pulumi
    .all([
      pulumi.output({ importMethods, imagePlugins, keystone, database, ceph, workers, hasQuotas }),
      pulumi.all([...customServiceConfigs]),
    ])
    .apply(([known, texts]) => renderOsloConf(glanceConf(known, apiType, texts)));
  const custom = customServiceConfigs.map((text, index): [string, pulumi.Input<string>] => [
    `0${index + 1}-config.conf`,
    text,
  ]);
  return {
    "00-config.conf": own,
    ...Object.fromEntries(custom.filter(([, text]) => text !== "")),
    [policyFile]: renderPolicies(policies),
    ...textFiles(pasteFile),
  };
}

/** Files that lie below `files/`, by name. */
export function textFiles(...names: string[]): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => [name, readFileSync(join(__dirname, "files", name), "utf8")]),
  );
}

/** File by which Glance finds the store driver; it lies in a folder that Python takes for a package's. */
export const entryPoints = "entry_points.txt";

/** What the containers of a pod run. */
const programs = textFiles(
  "start_glance.py",
  "start_httpd.sh",
  "glance_downloads.py",
  "glance_log.py",
  "glance_shutdown.py",
  "glance_staging.py",
  "sparse_file.py",
  entryPoints,
  ...[imageModule, applicationModule, metricsModule, storeModule].map((name) => `${name}.py`),
);

/** What they run beside it where they have a certificate. */
const certificatePrograms = textFiles("glance_certificate.py", "watch_certificate.sh");

/**
 * The files of Apache and uWSGI.
 *
 * @param tls Whether Apache has a certificate.
 */
export function httpdFiles(
  settings: { apiTimeout: number; gracePeriod: number; workers: Workers },
  tls: boolean,
): Record<string, string> {
  const { apiTimeout, gracePeriod, workers } = settings;
  return {
    ...programs,
    ...(tls ? certificatePrograms : {}),
    "httpd.conf": renderHttpdConf(apiTimeout, gracePeriod, tls),
    "uwsgi.ini": renderUwsgiIni(gracePeriod, apiTimeout, workers),
  };
}

/** Key of the configuration Secret that holds the passwords; Glance reads it last. */
export const secretsKey = "10-secrets.conf";

/** The file with the passwords; a secret. */
export function secretsFile(
  database: InputsOf<DatabaseAccess>,
  passwords: GlancePasswords,
  keystoneOption: KeystoneSecret,
  hasQuotas: boolean,
): pulumi.Output<string> {
  return pulumi.secret(
    pulumi
      .all([pulumi.output(database), passwords.database, passwords.keystone])
      .apply((known) => renderOsloConf(glanceSecrets(...known, keystoneOption, hasQuotas))),
  );
}
