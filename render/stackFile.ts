import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

import { z } from "zod";

import { UserError } from "../model/userError";
import { checkDeclared, configText, withDefaults } from "./configDeclaration";
import { programConfig } from "./programConfig";
import {
  checkShape,
  type Project,
  readProject,
  stackName,
  stackNames,
  withNamespace,
} from "./project";
import { openStackFile, type Setting, setValues } from "./stackDocument";
import { decryptAll, decryptPlace, keyOpener } from "./stackSecrets";

const stackSchema = z.strictObject(
  {
    config: z
      .record(z.string(), z.json(), { error: "write the configuration keys below it" })
      .nullish(),
    // Taken only where it is empty.
    environment: z.null().optional(),
    encryptionsalt: z.string({ error: "write the text that pulumi stack init wrote" }).nullish(),
    secretsprovider: z.string({ error: "write the name of a secrets provider" }).nullish(),
    encryptedkey: z.string({ error: "write the text that pulumi stack init wrote" }).nullish(),
  },
  {
    error: ({ code, keys }) =>
      code === "unrecognized_keys"
        ? `${keys.join(", ")}: no key of a stack file; configuration keys stand below config`
        : "write config: and the configuration keys below it",
  },
);

/** The configuration of one stack, decrypted, with the project's defaults filled in. */
export interface StackConfig {
  /** Values by key with namespace; structured ones are JSON text. */
  values: Record<string, string>;
  /** Keys whose value is secret, sorted. */
  secretKeys: string[];
  /** Places of what is encrypted, such as `glance:ceph.key`. */
  secretPlaces: string[];
  /** Every decrypted text, to be kept out of messages. */
  secretTexts: string[];
  /** Keys of which something could not be decrypted. */
  undecryptedKeys: string[];
}

/** Which configuration to read. */
export interface ConfigOptions {
  /** Folder of Pulumi.yaml. @default the working directory */
  directory?: string | undefined;
  /** The stack file. @default `Pulumi.<stack>.yaml` */
  configFile?: string | undefined;
  /** What stands for a secret that cannot be decrypted. @default it is refused */
  undecrypted?: string | undefined;
  /** Values to read as if they stood in the stack file. */
  settings?: readonly Setting[] | undefined;
}

/**
 * Reads and decrypts the configuration of a stack. Takes the passphrase from the environment, and needs it only for a
 * file with secure values.
 */
export function readConfig(stack: string, options: ConfigOptions = {}): StackConfig {
  const project = readProject(resolve(options.directory ?? "."));
  return readStackConfig(project, stackName(stack), options);
}

/** The same for a project that is already read. */
export function readStackConfig(
  project: Project,
  stack: string,
  { configFile, undecrypted, settings = [] }: ConfigOptions,
  environment = process.env,
): StackConfig {
  const path = configFile ?? join(project.directory, `Pulumi.${stack}.yaml`);
  if (configFile === undefined && !existsSync(path)) {
    const others = stackNames(project.directory).join(", ") || "none";
    throw new UserError(`The stack file ${path} does not exist; stacks that do exist: ${others}.`);
  }
  const document = openStackFile(path);
  setValues(document, project.name, settings);
  const content = checkShape(path, document.toJS() ?? {}, stackSchema);
  const secretTexts: string[] = [];
  const secretPlaces: string[] = [];
  const undecryptedKeys: string[] = [];
  const open = keyOpener(path, content, environment);
  const decrypt = (secure: string, name: string, place: string): string => {
    secretPlaces.push(place);
    try {
      const text = decryptPlace(open(), secure, `${path}: ${place}`);
      secretTexts.push(text);
      return text;
    } catch (error) {
      if (undecrypted === undefined) {
        throw error;
      }
      undecryptedKeys.push(name);
      return undecrypted;
    }
  };
  const given: Record<string, string> = {};
  const secretKeys: string[] = [];
  for (const [shortKey, value] of Object.entries(content.config ?? {})) {
    const name = withNamespace(shortKey, project.name);
    const before = secretPlaces.length;
    if (given[name] !== undefined) {
      throw new UserError(`${path}: the key ${name} stands there twice; remove one.`);
    }
    const decrypted = decryptAll(value, name, (secure, place) => decrypt(secure, name, place));
    const isSecret = secretPlaces.length > before;
    checkDeclared(stack, name, decrypted, isSecret, project.declarations[name]);
    given[name] = configText(decrypted);
    if (isSecret) {
      secretKeys.push(name);
      secretTexts.push(...(undecryptedKeys.includes(name) ? [] : [given[name]]));
    }
  }
  checkDefaultProviders(path, given["pulumi:disable-default-providers"]);
  const values = withDefaults(stack, given, project.declarations);
  programConfig(values);
  return { values, secretKeys: secretKeys.sort(), secretPlaces, secretTexts, undecryptedKeys };
}

/** The Pulumi CLI ends with a mistake of JSON there. */
function checkDefaultProviders(path: string, text = ""): void {
  if (text !== "" && !isListOfTexts(text)) {
    throw new UserError(
      `${path}: pulumi:disable-default-providers is no list of packages: write ["*"].`,
    );
  }
}

function isListOfTexts(json: string): boolean {
  try {
    return z.array(z.string()).safeParse(JSON.parse(json)).success;
  } catch {
    return false;
  }
}
