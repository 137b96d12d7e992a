import { z } from "zod";

import type { ClusterAccess } from "../components/kubectl";
import {
  cephKeyProblem,
  customServiceConfigKeyProblem,
  credentialProblem,
  databasePasswordProblem,
  databaseTlsProblem,
  localStorageProblem,
  namespaceProblem,
  nodeSelectorProblem,
  passwordProblem,
  plainPublicUrlProblem,
  publicUrlProblem,
  sharedClassProblem,
  volumesProblem,
} from "../model/checks";
import { makeDeployment } from "../model/deployment";
import { nearest } from "../model/nearest";
import { type OptionName, options, type Settings } from "../model/options";
import { readOption, refuse, secretFields, unwrapped } from "../model/options/read";
import { UserError } from "../model/userError";

/** The configuration of a stack as Pulumi keeps it. */
export interface StackValues {
  /** Texts by key with namespace, such as `glance:replicas`; structured ones are JSON. */
  values: Readonly<Record<string, string>>;
  /** Keys that are, or have something in them that is, encrypted in the stack file. */
  secretKeys: readonly string[];
}

const names = Object.keys(options) as OptionName[];
const apis = ["external", "internal", "single"] as const;

/** Keys of former versions, and what they are now. */
const renamed: Readonly<Record<string, string>> = Object.fromEntries(
  apis.flatMap((api) => [
    [`${api}Replicas`, `${api}.replicas`],
    [`${api}CustomServiceConfig`, `${api}.customServiceConfig`],
  ]),
);

/**
 * The configuration of a stack with defaults, each value checked by itself.
 *
 * @throws UserError, one sentence that names key, value and remedy; never with the value of a secret.
 */
export function readSettings(stack: StackValues): Settings {
  refuseUnknownKeys(Object.keys(stack.values));
  const read = names.map((name) => [name, readKey(name, stack)]);
  const settings = Object.fromEntries(read) as Settings;
  refuse(layoutProblem(settings, stack));
  return settings;
}

/**
 * Checks how the values of a stack fit together, before it is deployed.
 *
 * @throws UserError, as `readSettings` does.
 */
export function checkSettings(settings: Settings): void {
  refuse(settingsProblem(settings));
}

/** How kubectl reaches the cluster that a stack names; what it would use itself where the stack names nothing. */
export function clusterAccess({
  kubeconfig,
  context,
}: Pick<Settings, "kubeconfig" | "context">): ClusterAccess {
  return {
    ...(kubeconfig === "" ? {} : { kubeconfig }),
    ...(context === "" ? {} : { context }),
  };
}

/** Whether a key, or anything below it, is encrypted in the stack file. */
export function isSecretKey(name: OptionName, { secretKeys }: StackValues): boolean {
  return secretKeys.includes(`glance:${name}`);
}

function refuseUnknownKeys(keys: readonly string[]): void {
  for (const fullKey of keys) {
    const [namespace = "", key = ""] = fullKey.split(":");
    if (namespace !== "glance") {
      if (nearest(namespace, ["glance"]) !== undefined) {
        throw new UserError(`${fullKey} is not read by anything: did you mean glance:${key}?`);
      }
    } else if (key in renamed) {
      throw new UserError(`glance:${key} is now glance:${renamed[key]}: write that in its place.`);
    } else if (!names.includes(key as OptionName)) {
      const near = nearest(key, names);
      throw new UserError(
        `glance:${key} is not a configuration key: ` +
          (near === undefined
            ? "write one that the README lists."
            : `did you mean glance:${near}?`),
      );
    }
  }
}

/** An empty text, list or object means that a key is not set. */
function readKey(name: OptionName, stack: StackValues): unknown {
  const text = stack.values[`glance:${name}`] ?? "";
  const isSet = !["", "{}", "[]"].includes(text);
  const value = isSet && isStructured(name) ? parseJson(name, text) : isSet ? text : undefined;
  const secret = isSecretKey(name, stack);
  if (!secret) {
    refusePlainSecrets(name, value);
  }
  return readOption(name, value, { secret });
}

function isStructured(name: OptionName): boolean {
  const schema = unwrapped(options[name]);
  return [z.ZodObject, z.ZodArray, z.ZodRecord].some((type) => schema instanceof type);
}

function parseJson(name: OptionName, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new UserError(
      `glance:${name} is plain text: write its fields below it in the stack file, or set them with ` +
        `pulumi config set --path 'glance:${name}.<field>' <value>.`,
    );
  }
}

function refusePlainSecrets(name: OptionName, value: unknown): void {
  const given = secretFields(name).find(
    (field) => typeof value === "object" && value !== null && field in value,
  );
  if (given !== undefined) {
    throw new UserError(
      `glance:${name}.${given} is in plain text: set it with ` +
        `pulumi config set --secret --path 'glance:${name}.${given}', and change it, as it was readable.`,
    );
  }
}

function settingsProblem(settings: Settings): string | undefined {
  const { localStorage, staging, ceph, database, keystone } = settings;
  return (
    (localStorage && localStorageProblem(localStorage)) ??
    sharedClassProblem(staging.storageClass) ??
    volumesProblem(makeDeployment(settings)) ??
    customServiceConfigKeyProblem("customServiceConfig", settings.customServiceConfig) ??
    apis
      .map((api) =>
        customServiceConfigKeyProblem(
          `${api}.customServiceConfig`,
          settings[api].customServiceConfig,
        ),
      )
      .find((problem) => problem !== undefined) ??
    [
      nodeSelectorProblem("pod", settings.pod.nodeSelector, localStorage),
      ...apis.map((api) =>
        nodeSelectorProblem(`${api}.pod`, settings[api].pod.nodeSelector, localStorage),
      ),
    ].find((problem) => problem !== undefined) ??
    publicUrlProblem(keystone.publicUrl, settings.expose?.host) ??
    namespaceProblem(settings.namespace) ??
    cephKeyProblem(ceph.key, ceph.generateKey) ??
    databasePasswordProblem(database.password, database.generatePassword) ??
    databaseTlsProblem(database.tls, settings.tls) ??
    plainPublicUrlProblem(keystone.publicUrl, settings.tls) ??
    passwordProblem("keystone.password", keystone.password) ??
    passwordProblem("keystone.applicationCredentialSecret", keystone.applicationCredentialSecret) ??
    credentialProblem(keystone)
  );
}

/** Refuses what is set for an API that the layout does not have. */
function layoutProblem({ layout }: Settings, { values }: StackValues): string | undefined {
  const others = layout === "split" ? ["single"] : ["external", "internal"];
  const other = others.find((api) => !["", "{}"].includes(values[`glance:${api}`] ?? ""));
  return other === undefined
    ? undefined
    : `glance:${other} is for an API that the layout ${layout} does not have: remove it, or set glance:layout to ` +
        `${layout === "split" ? "single" : "split"}.`;
}
