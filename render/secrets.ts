import { createCipheriv, createDecipheriv, pbkdf2Sync, randomBytes } from "node:crypto";

import { UserError } from "../model/userError";

// The "passphrase" secrets provider of Pulumi, version 1.
const cipher = "aes-256-gcm";
const iterations = 1_000_000;
const keyBytes = 32;
const saltBytes = 8;
const nonceBytes = 12;
const tagBytes = 16;
const probe = "pulumi";

/** A passphrase turned into the key of one stack file. */
export interface StackKey {
  /** What the stack file holds as `encryptionsalt`; not secret. */
  encryptionSalt: string;
  /** The AES-256 key; secret. */
  key: Buffer;
}

/** Makes the key and `encryptionsalt` of a stack file that has none yet. Takes about 0.4 s. */
export function createStackKey(passphrase: string): StackKey {
  const salt = randomBytes(saltBytes);
  const key = deriveKey(passphrase, salt);
  return { encryptionSalt: `v1:${salt.toString("base64")}:${encryptSecret(key, probe)}`, key };
}

/** Opens the `encryptionsalt` of a stack file; refuses a wrong passphrase. Takes about 0.4 s. */
export function openStackKey(passphrase: string, encryptionSalt: string): StackKey {
  const [version, salt = "", ...sealedProbe] = encryptionSalt.split(":");
  if (version !== "v1" || Buffer.from(salt, "base64").length !== saltBytes) {
    throw new UserError(
      "The encryptionsalt of the stack file is damaged: restore it from the history of the file.",
    );
  }
  const key = deriveKey(passphrase, Buffer.from(salt, "base64"));
  if (open(key, sealedProbe.join(":")) !== probe) {
    throw new UserError("The passphrase is wrong.");
  }
  return { encryptionSalt, key };
}

/** Encrypts a text into the value of a `secure:` entry, with a fresh nonce. */
export function encryptSecret(key: Buffer, text: string): string {
  const nonce = randomBytes(nonceBytes);
  const seal = createCipheriv(cipher, key, nonce);
  const sealed = Buffer.concat([seal.update(text, "utf8"), seal.final(), seal.getAuthTag()]);
  return `v1:${nonce.toString("base64")}:${sealed.toString("base64")}`;
}

/** Decrypts the value of a `secure:` entry; refuses one that was made with another key or changed. */
export function decryptSecret(key: Buffer, secure: string): string {
  const text = open(key, secure);
  if (text === undefined) {
    throw new UserError("A secure value is damaged or belongs to another encryptionsalt.");
  }
  return text;
}

function deriveKey(passphrase: string, salt: Buffer): Buffer {
  return pbkdf2Sync(passphrase, salt, iterations, keyBytes, "sha256");
}

function open(key: Buffer, secure: string): string | undefined {
  const [version, nonce = "", sealed = "", ...rest] = secure.split(":");
  const data = Buffer.from(sealed, "base64");
  if (version !== "v1" || rest.length > 0 || data.length < tagBytes) {
    throw new UserError("A secure value is not of the form v1:NONCE:CIPHERTEXT.");
  }
  try {
    const unseal = createDecipheriv(cipher, key, Buffer.from(nonce, "base64"), {
      authTagLength: tagBytes,
    });
    unseal.setAuthTag(data.subarray(-tagBytes));
    const text = unseal.update(data.subarray(0, -tagBytes));
    return Buffer.concat([text, unseal.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}
