import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { z } from "zod";

import { checkDeclared, configText, type ConfigValue, withDefaults } from "./configDeclaration";
import { type Project, readProject, readYaml, stackNames, withNamespace } from "./project";
import { decryptSecret, openStackKey } from "./secrets";

const stackSchema = z.looseObject({
  config: z.record(z.string(), z.json()).nullish(),
  encryptionsalt: z.string().optional(),
  secretsprovider: z.string().optional(),
  encryptedkey: z.string().optional(),
});

/** The configuration of one stack, decrypted, with the project's defaults filled in. */
export interface StackConfig {
  /** Values by key with namespace; structured ones are JSON text. */
  values: Record<string, string>;
  /** Keys whose value is secret, sorted. */
  secretKeys: string[];
  /** Every decrypted text, to be kept out of messages. */
  secretTexts: string[];
}

/** Reads and decrypts the configuration of a stack of the project in the working directory. */
export function readConfig(
  stack: string,
  options: { settings?: readonly { path: string; value: string }[]; undecrypted?: string } = {},
): StackConfig {
  return readStackConfig(readProject(resolve(".")), stack, undefined, process.env, options);
}

/**
 * Reads and decrypts the configuration of a stack.
 *
 * @param file The stack file; by default `Pulumi.<stack>.yaml` of the project's folder.
 * @param environment Where PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE is looked up;
 *   needed only for a file with secure values.
 */
export function readStackConfig(
  project: Project,
  stack: string,
  file: string | undefined,
  environment: NodeJS.ProcessEnv,
  { undecrypted }: { undecrypted?: string } = {},
): StackConfig {
  const path = file ?? join(project.directory, `Pulumi.${stack}.yaml`);
  if (!existsSync(path)) {
    const others = stackNames(project.directory).join(", ") || "none";
    throw new Error(`The stack file ${path} does not exist; stacks that do exist: ${others}.`);
  }
  const content = readYaml(path, stackSchema);
  if (undecrypted === undefined && ((content.secretsprovider ?? "passphrase") !== "passphrase" || content.encryptedkey)) {
    throw new Error(`${path}: only the secrets provider 'passphrase' can be decrypted.`);
  }
  const secretTexts: string[] = [];
  let key: Buffer | undefined;
  const decrypt = (secure: string): string => {
    const text = undecrypted ?? decryptSecret((key ??= stackKey(path, content.encryptionsalt, environment)), secure);
    secretTexts.push(text);
    return text;
  };
  const given: Record<string, string> = {};
  const secretKeys: string[] = [];
  for (const [shortKey, value] of Object.entries(content.config ?? {})) {
    const name = withNamespace(shortKey, project.name);
    const before = secretTexts.length;
    const decrypted = decryptAll(value, decrypt);
    const isSecret = secretTexts.length > before;
    checkDeclared(stack, name, decrypted, isSecret, project.declarations[name]);
    given[name] = configText(decrypted);
    if (isSecret) {
      secretKeys.push(name);
      secretTexts.push(given[name]);
    }
  }
  const values = withDefaults(stack, given, project.declarations);
  return { values, secretKeys: secretKeys.sort(), secretTexts };
}

/** Reads the passphrase from PULUMI_CONFIG_PASSPHRASE or the file PULUMI_CONFIG_PASSPHRASE_FILE. */
export function readPassphrase(environment: NodeJS.ProcessEnv): string | undefined {
  const file = environment["PULUMI_CONFIG_PASSPHRASE_FILE"];
  return (
    environment["PULUMI_CONFIG_PASSPHRASE"] ??
    (file === undefined ? undefined : readFileSync(file, "utf8").trim())
  );
}

function stackKey(
  path: string,
  encryptionSalt: string | undefined,
  environment: NodeJS.ProcessEnv,
): Buffer {
  if (encryptionSalt === undefined) {
    throw new Error(`${path} has secure values but no encryptionsalt.`);
  }
  const passphrase = readPassphrase(environment);
  if (passphrase === undefined) {
    throw new Error(
      `${path} has secure values: set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE.`,
    );
  }
  return openStackKey(passphrase, encryptionSalt).key;
}

function decryptAll(value: ConfigValue, decrypt: (secure: string) => string): ConfigValue {
  if (Array.isArray(value)) {
    return value.map((item) => decryptAll(item, decrypt));
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const [[name, secure] = [], ...others] = Object.entries(value);
  if (name === "secure" && typeof secure === "string" && others.length === 0) {
    return decrypt(secure);
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, decryptAll(child, decrypt)]),
  );
}
