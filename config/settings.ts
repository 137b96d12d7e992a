import { z } from "zod";

import type { ClusterAccess } from "../components/cluster";
import { allApiTypes } from "../model/names";
import { nearest } from "../model/nearest";
import { type OptionName, options, type Settings } from "../model/options";
import { fieldsOf, readOption, refuse, secretFields, unwrapped } from "../model/options/read";
import { settingsProblem } from "../model/settingsProblem";
import { UserError } from "../model/userError";

/** The configuration of a stack as Pulumi keeps it. */
export interface StackValues {
  /** Texts by key with namespace, such as `glance:replicas`; structured ones are JSON. */
  values: Readonly<Record<string, string>>;
  /** Keys that are, or have something in them that is, encrypted in the stack file. */
  secretKeys: readonly string[];
  /** Places such as `glance:ceph.key` that are encrypted; the Pulumi CLI tells of keys alone. */
  secretPlaces?: readonly string[];
}

const names = Object.keys(options) as OptionName[];

/** Keys of former versions, and what they are now. */
const renamed: Readonly<Record<string, string>> = Object.fromEntries(
  allApiTypes.flatMap((api) => [
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
  for (const key of keys) {
    refuse(key.startsWith("glance:") ? unknownKeyProblem(key) : foreignKeyProblem(key));
  }
}

/** Refuses a key that nothing reads though it is meant for Glance: of a misspelt namespace, or of a provider that is off. */
function foreignKeyProblem(fullKey: string): string | undefined {
  const [namespace = "", key = ""] = fullKey.split(":");
  const isMeant = nearest(namespace, ["glance"]) !== undefined || isOption(key);
  return isMeant && namespace !== "pulumi"
    ? `${fullKey} is not read by anything: did you mean glance:${key}?`
    : undefined;
}

function unknownKeyProblem(fullKey: string): string | undefined {
  const key = fullKey.slice("glance:".length);
  if (isOption(key)) {
    return undefined;
  }
  if (Object.hasOwn(renamed, key)) {
    return `${fullKey} is now glance:${renamed[key]}: write that in its place.`;
  }
  const [option = ""] = key.split(/[.[]/);
  if (isOption(option)) {
    return `${fullKey} is not a configuration key: write it below glance:${option}, as pulumi config set --path '${fullKey}' does.`;
  }
  return `${fullKey} is not a configuration key: ${placeOf(key)}`;
}

/** Where an unknown key belongs. */
function placeOf(key: string): string {
  if (key === "glance") {
    return "write keys such as glance:replicas below config, without a level between.";
  }
  if (/^(https?|no)_?proxy$/i.test(key)) {
    return "write HTTPS_PROXY and NO_PROXY under glance:pod.env.";
  }
  const places = names.filter((name) => fieldsOf(name).includes(key));
  const near = nearest(key.replace(/^\W*(glance)?\W+/, ""), names);
  return places.length > 0
    ? `did you mean ${places.map((name) => `glance:${name}.${key}`).join(" or ")}?`
    : near === undefined
      ? "write one that the README lists."
      : `did you mean glance:${near}?`;
}

function isOption(key: string): key is OptionName {
  return Object.hasOwn(options, key);
}

/** An empty text means that a key is not set; so does an object without fields. */
function readKey(name: OptionName, stack: StackValues): unknown {
  const text = stack.values[`glance:${name}`] ?? "";
  const value = isStructured(name) ? structured(name, text) : plain(name, text);
  const secret = isSecretKey(name, stack);
  refusePlainSecrets(name, value, stack);
  return readOption(name, value, { secret, secretPlaces: stack.secretPlaces ?? [] });
}

function structured(name: OptionName, text: string): unknown {
  const isUnset = text === "" || (text === "{}" && !isList(name));
  return isUnset ? undefined : parseJson(name, text);
}

/** Pulumi makes a text of a list, too. */
function plain(name: OptionName, text: string): string | undefined {
  if (/^[[{]/.test(text) && isJson(text)) {
    throw new UserError(`glance:${name} is a list or has fields below it: write one value.`);
  }
  return text === "" ? undefined : text;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function isList(name: OptionName): boolean {
  return unwrapped(options[name]) instanceof z.ZodArray;
}

function isStructured(name: OptionName): boolean {
  const schema = unwrapped(options[name]);
  return [z.ZodObject, z.ZodArray, z.ZodRecord].some((type) => schema instanceof type);
}

function parseJson(name: OptionName, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    if (isList(name)) {
      return text;
    }
    throw new UserError(
      `glance:${name} is plain text: write its fields below it in the stack file, or set them with ` +
        `pulumi config set --path 'glance:${name}.<field>' <value>.`,
    );
  }
}

function refusePlainSecrets(name: OptionName, value: unknown, stack: StackValues): void {
  const places = (stack.secretPlaces ?? []).filter((place) => place.startsWith(`glance:${name}.`));
  const isPlain = (field: string) =>
    places.length === 0 ? !isSecretKey(name, stack) : !places.includes(`glance:${name}.${field}`);
  const fields = Object.entries(typeof value === "object" && value !== null ? value : {});
  const [given] =
    fields.find(([field, text]) => secretFields(name).includes(field) && text && isPlain(field)) ??
    [];
  if (given !== undefined) {
    throw new UserError(
      `glance:${name}.${given} is in plain text: set it with ` +
        `pulumi config set --secret --path 'glance:${name}.${given}', and change it, as it was readable.`,
    );
  }
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
