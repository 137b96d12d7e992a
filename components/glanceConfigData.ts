import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { applicationModule, imageModule, metricsModule, storeModule } from "../model/image";
import type { ApiType } from "../model/names";
import { renderOsloConf } from "../model/osloConf";
import type { Settings } from "../model/options";
import type { ServerSettings } from "../model/serverSettings";
import type { InputsOf } from "./checkedArgs";
import {
  glanceConf,
  glanceSecrets,
  type GlanceSettings,
  policyFile,
  renderPolicies,
  type Surroundings,
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

/** Key of the configuration Secret that holds the passwords; Glance reads it last. */
export const secretsKey = "10-secrets.conf";

/** What decides the configuration of all APIs; what other resources may tell is known later. */
export interface GlanceFilesArgs
  extends
    Omit<GlanceSettings, keyof Surroundings>,
    Pick<Settings, "policies">,
    Record<ApiType, CustomConfiguration>,
    CustomConfiguration {
  surroundings: { [Field in keyof Surroundings]: InputsOf<Surroundings[Field]> };
  passwords: GlancePasswords;
}

interface CustomConfiguration {
  customServiceConfig: pulumi.Input<string>;
}

/** The files of an API, as keys of its configuration Secret, the .conf ones in the order Glance reads them. */
export function glanceFiles(
  { surroundings, passwords, ...settings }: GlanceFilesArgs,
  apiType: ApiType,
): Record<string, pulumi.Input<string>> {
  const known = pulumi.output(surroundings);
  const custom = [settings.customServiceConfig, settings[apiType].customServiceConfig];
  const own = pulumi
    .all([known, pulumi.all(custom)])
    .apply(([others, texts]) =>
      renderOsloConf(glanceConf({ ...settings, ...others }, apiType, texts)),
    );
  const secrets = pulumi
    .all([known, passwords.database, passwords.keystone])
    .apply(([others, ...texts]) =>
      renderOsloConf(glanceSecrets({ ...settings, ...others }, ...texts)),
    );
  const numbered = custom.map((text, index): [string, pulumi.Input<string>] => [
    `0${index + 1}-config.conf`,
    text,
  ]);
  return {
    "00-config.conf": own,
    ...Object.fromEntries(numbered.filter(([, text]) => text !== "")),
    [policyFile]: renderPolicies(settings.policies),
    ...textFiles(pasteFile),
    [secretsKey]: pulumi.secret(secrets),
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
export function httpdFiles(settings: ServerSettings, tls: boolean): Record<string, string> {
  return {
    ...programs,
    ...(tls ? certificatePrograms : {}),
    "httpd.conf": renderHttpdConf(settings, tls),
    "uwsgi.ini": renderUwsgiIni(settings),
  };
}
