import { writeFileSync } from "node:fs";

import { type Document, isScalar, visit } from "yaml";

import { secretFields } from "../model/options/read";
import { readTextFile, withFile } from "../model/userFile";
import {
  createStackKey,
  encryptSecret,
  openStackFile,
  openStackKey,
  setValue,
  setValues as setValuesIn,
  type Setting,
  stackName,
  valuePath,
} from "../render";

export type { Setting };

/** Namespace of the project's own keys. */
const project = "glance";

/** Name of the file that configures a stack, which may be named with its organization and project. */
function stackFile(stack: string): string {
  return `Pulumi.${stackName(stack)}.yaml`;
}

/** Reads `key=value`, as `pulumi up --config` takes it; refuses values that must be encrypted. */
export function parseSetting(text: string): Setting {
  const [, path, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (path === undefined || value === undefined) {
    throw new Error(`--config ${text} has no value: write --config key=value.`);
  }
  const [key = "", field = ""] = path.replace(/^glance:/, "").split(".");
  if (secretFields(key).includes(field)) {
    throw new Error(
      `--config ${path} would be kept in plain text: ` +
        `use pulumi config set --secret --path 'glance:${key}.${field}'.`,
    );
  }
  return { path, value };
}

/**
 * Sets values in the stack file; comments and order stay.
 *
 * @returns a function that takes the change back.
 */
export function setValues(stack: string, settings: readonly Setting[]): () => void {
  if (settings.length === 0) {
    return () => undefined;
  }
  const before = readTextFile(stackFile(stack));
  const document = openStackFile(stackFile(stack));
  setValuesIn(document, project, settings);
  save(stack, document);
  return () => write(stack, before);
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
  write(stack, document.toString({ lineWidth: 0, flowCollectionPadding: false }));
}

function write(stack: string, text: string): void {
  withFile(stackFile(stack), "written", () => writeFileSync(stackFile(stack), text));
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
