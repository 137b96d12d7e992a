import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { z } from "zod";

import { UserError } from "../model/userError";
import { checkDeclared, configText, type ConfigValue, withDefaults } from "./configDeclaration";
import {
  checkShape,
  type Project,
  readProject,
  stackName,
  stackNames,
  withNamespace,
} from "./project";
import { decryptSecret, openStackKey } from "./secrets";
import { openStackFile, type Setting, setValues } from "./stackDocument";

const stackSchema = z.strictObject(
  {
    config: z
      .record(z.string(), z.json(), { error: "write the configuration keys below it" })
      .nullish(),
    // Taken only where it is empty.
    environment: z.null().optional(),
    encryptionsalt: z.string().optional(),
    secretsprovider: z.string().optional(),
    encryptedkey: z.string().optional(),
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
  if (!existsSync(path)) {
    const others = stackNames(project.directory).join(", ") || "none";
    throw new UserError(`The stack file ${path} does not exist; stacks that do exist: ${others}.`);
  }
  const document = openStackFile(path);
  setValues(document, project.name, settings);
  const content = checkShape(path, document.toJS() ?? {}, stackSchema);
  const secretTexts: string[] = [];
  const undecryptedKeys: string[] = [];
  const open = keyOpener(path, content, environment);
  let secureValues = 0;
  const decrypt = (secure: string, name: string): string => {
    secureValues += 1;
    try {
      const text = decryptSecret(open(), secure);
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
    const before = secureValues;
    const decrypted = decryptAll(value, (secure) => decrypt(secure, name));
    const isSecret = secureValues > before;
    checkDeclared(stack, name, decrypted, isSecret, project.declarations[name]);
    given[name] = configText(decrypted);
    if (isSecret) {
      secretKeys.push(name);
      secretTexts.push(...(undecryptedKeys.includes(name) ? [] : [given[name]]));
    }
  }
  const values = withDefaults(stack, given, project.declarations);
  return { values, secretKeys: secretKeys.sort(), secretTexts, undecryptedKeys };
}

/** Reads the passphrase from PULUMI_CONFIG_PASSPHRASE or the file PULUMI_CONFIG_PASSPHRASE_FILE. */
export function readPassphrase(environment: NodeJS.ProcessEnv): string | undefined {
  const file = environment["PULUMI_CONFIG_PASSPHRASE_FILE"];
  return (
    environment["PULUMI_CONFIG_PASSPHRASE"] ??
    (file === undefined ? undefined : readFileSync(file, "utf8").trim())
  );
}

/** Makes the key of a stack file when it is first needed, and never again: that takes about 0.4 s. */
function keyOpener(
  path: string,
  content: z.infer<typeof stackSchema>,
  environment: NodeJS.ProcessEnv,
): () => Buffer {
  let key: (() => Buffer) | undefined;
  return () => {
    if (key === undefined) {
      try {
        const opened = stackKey(path, content, environment);
        key = () => opened;
      } catch (error) {
        key = () => {
          throw error;
        };
      }
    }
    return key();
  };
}

function stackKey(
  path: string,
  {
    encryptionsalt: encryptionSalt,
    secretsprovider = "passphrase",
    encryptedkey,
  }: z.infer<typeof stackSchema>,
  environment: NodeJS.ProcessEnv,
): Buffer {
  if (secretsprovider !== "passphrase" || encryptedkey) {
    throw new UserError(`${path}: only the secrets provider 'passphrase' can be decrypted.`);
  }
  if (encryptionSalt === undefined) {
    throw new UserError(`${path} has secure values but no encryptionsalt.`);
  }
  const passphrase = readPassphrase(environment);
  if (passphrase === undefined) {
    throw new UserError(
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
