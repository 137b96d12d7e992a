import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";

import { type Document, isScalar, visit } from "yaml";

import { type ConfigKey, secretFields } from "../config/schema";
import {
  createStackKey,
  encryptSecret,
  openStackFile,
  openStackKey,
  setValue,
  setValues as setValuesIn,
  type Setting,
  valuePath,
} from "../render";

export type { Setting };

/** Namespace of the project's own keys. */
const project = "glance";

/** Name of the file that configures a stack. */
export function stackFile(stack: string): string {
  return `Pulumi.${stack}.yaml`;
}

/** Reads `key=value`, as `pulumi up --config` takes it; refuses values that must be encrypted. */
export function parseSetting(text: string): Setting {
  const [, path, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (path === undefined || value === undefined) {
    throw new Error(`--config ${text} has no value: write --config key=value.`);
  }
  const [key = "", field = ""] = path.replace(/^glance:/, "").split(".");
  if (secretFields[key as ConfigKey]?.includes(field)) {
    throw new Error(
      `--config ${path} would be kept in plain text: ` +
        `use pulumi config set --secret --path 'glance:${key}.${field}'.`,
    );
  }
  return { path, value };
}

/** Refuses a stack without a file, and names those that have one. */
export function assertStackFile(stack: string): void {
  if (!existsSync(stackFile(stack))) {
    const others = readdirSync(".").flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? []);
    throw new Error(
      `The stack ${stack} has no file ${stackFile(stack)}: write one, or choose one of ${others.join(", ")}.`,
    );
  }
}

/** A plain text of the stack file, such as `namespace` or `ceph.fsid`; undefined when it is not set. */
export function plainValue(stack: string, path: string): string | undefined {
  const document = openStackFile(stackFile(stack));
  const value = document.getIn(valuePath(document, project, path));
  return ["string", "number", "boolean"].includes(typeof value) ? `${value as string}` : undefined;
}

/** Namespace of a stack. */
export function namespaceOf(stack: string): string {
  return plainValue(stack, "namespace") ?? "openstack";
}

/**
 * Sets values in the stack file; comments and order stay.
 *
 * @returns a function that takes the change back.
 */
export function setValues(stack: string, settings: readonly Setting[]): () => void {
  const before = readFileSync(stackFile(stack), "utf8");
  const document = openStackFile(stackFile(stack));
  setValuesIn(document, project, settings);
  save(stack, document);
  return () => writeFileSync(stackFile(stack), before);
}

/** Sets values in the stack file encrypted with the passphrase, in Pulumi's own format. */
export function setSecrets(stack: string, passphrase: string, settings: readonly Setting[]): void {
  const document = openStackFile(stackFile(stack));
  const salt = document.get("encryptionsalt");
  const key =
    typeof salt === "string" ? openStackKey(passphrase, salt) : createStackKey(passphrase);
  document.set("encryptionsalt", key.encryptionSalt);
  for (const { path, value } of settings) {
    setValue(document, project, path, { secure: encryptSecret(key.key, value) });
  }
  save(stack, document);
}

/** Removes values from the stack file, and `encryptionsalt` with the last encrypted one. */
export function removeValues(stack: string, paths: readonly string[]): void {
  const document = openStackFile(stackFile(stack));
  for (const at of paths.map((path) => valuePath(document, project, path))) {
    if (document.hasIn(at)) {
      document.deleteIn(at);
    }
  }
  if (!hasSecrets(document)) {
    document.delete("encryptionsalt");
  }
  save(stack, document);
}

function save(stack: string, document: Document): void {
  writeFileSync(
    stackFile(stack),
    document.toString({ lineWidth: 0, flowCollectionPadding: false }),
  );
}

function hasSecrets(document: Document): boolean {
  let found = false;
  visit(document, {
    Pair: (_, { key }) => {
      found ||= isScalar(key) && key.value === "secure";
    },
  });
  return found;
}
