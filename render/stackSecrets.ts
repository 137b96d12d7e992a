import { readFileSync } from "node:fs";

import { UserError } from "../model/userError";
import type { ConfigValue } from "./configDeclaration";
import { decryptSecret, openStackKey } from "./secrets";
import { withFile } from "../model/userFile";

/** What a stack file says of how its values are encrypted. */
export interface Encryption {
  encryptionsalt?: string | null | undefined;
  secretsprovider?: string | null | undefined;
  encryptedkey?: string | null | undefined;
}

/** Reads the passphrase from PULUMI_CONFIG_PASSPHRASE or the file PULUMI_CONFIG_PASSPHRASE_FILE. */
export function readPassphrase(environment: NodeJS.ProcessEnv): string | undefined {
  const passphrase = environment["PULUMI_CONFIG_PASSPHRASE"];
  const file = environment["PULUMI_CONFIG_PASSPHRASE_FILE"];
  if (passphrase !== undefined || file === undefined) {
    return passphrase;
  }
  return withFile(`PULUMI_CONFIG_PASSPHRASE_FILE: ${file}`, "read", () =>
    readFileSync(file, "utf8").trim(),
  );
}

/** Makes the key of a stack file when it is first needed, and never again: that takes about 0.4 s. */
export function keyOpener(
  path: string,
  content: Encryption,
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
  { encryptionsalt: encryptionSalt, secretsprovider, encryptedkey }: Encryption,
  environment: NodeJS.ProcessEnv,
): Buffer {
  const elsewhere = "deploy with pulumi up, or run pulumi stack change-secrets-provider passphrase";
  if ((secretsprovider ?? "passphrase") !== "passphrase" || encryptedkey) {
    throw new UserError(
      `${path}: only the secrets provider 'passphrase' can be decrypted here: ${elsewhere}.`,
    );
  }
  if (typeof encryptionSalt !== "string") {
    throw new UserError(
      `${path} has secure values but no encryptionsalt, as Pulumi Cloud encrypts them: ${elsewhere}.`,
    );
  }
  const passphrase = readPassphrase(environment);
  if (passphrase === undefined) {
    throw new UserError(
      `${path} has secure values: set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE.`,
    );
  }
  return openStackKey(passphrase, encryptionSalt).key;
}

/** Decrypts one value; says which one cannot be. */
export function decryptPlace(key: Buffer, secure: string, place: string): string {
  try {
    return decryptSecret(key, secure);
  } catch {
    throw new UserError(
      `${place} is damaged or belongs to another encryptionsalt: set it again with pulumi config set --secret --path.`,
    );
  }
}

/** As the secrets providers of Pulumi write it: passphrase and key services, then Pulumi Cloud. */
const ciphertext = /^(v1:[\w+/]+=*:[\w+/]+=*|AAAB[\w+/]+=*)$/;

/**
 * A value with what is encrypted in it decrypted.
 *
 * @param place Where the value stands, such as `glance:ceph.key`.
 */
export function decryptAll(
  value: ConfigValue,
  place: string,
  decrypt: (secure: string, place: string) => string,
): ConfigValue {
  if (Array.isArray(value)) {
    return value.map((item, index) => decryptAll(item, `${place}[${index}]`, decrypt));
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const [[name, secure] = [], ...others] = Object.entries(value);
  if (name === "secure" && others.length === 0) {
    if (typeof secure !== "string" || secure === "") {
      throw new UserError(
        `${place} has no encrypted text under secure: set it with pulumi config set --secret --path '${place}'.`,
      );
    }
    if (!ciphertext.test(secure)) {
      throw new UserError(
        `${place} has a text under secure that nobody encrypted: set it with pulumi config set --secret --path '${place}', ` +
          "and change it, as it was readable.",
      );
    }
    return decrypt(secure, place);
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      key,
      decryptAll(child, `${place}.${key}`, decrypt),
    ]),
  );
}
