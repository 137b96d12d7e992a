import { readFileSync, writeFileSync } from "node:fs";

import { type Document, isMap, isScalar, parse, parseDocument, visit } from "yaml";

import { secretFields } from "../model/options/read";
import { createStackKey, encryptSecret, openStackKey } from "../render/secrets";

/** A value to set: the path of its key, such as `staging.size`, and its text. */
export interface Setting {
  path: string;
  value: string;
}

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
  const before = readFileSync(stackFile(stack), "utf8");
  const document = edit(stack);
  for (const { path, value } of settings) {
    // As the Pulumi CLI does: numbers and booleans are not quoted below a structured key.
    setAt(document, path, path.includes(".") ? (parse(value) as unknown) : value);
  }
  save(stack, document);
  return () => writeFileSync(stackFile(stack), before);
}

/** Sets values in the stack file encrypted with the passphrase, in Pulumi's own format. */
export function setSecrets(stack: string, passphrase: string, settings: readonly Setting[]): void {
  const document = edit(stack);
  const salt = document.get("encryptionsalt");
  const key =
    typeof salt === "string" ? openStackKey(passphrase, salt) : createStackKey(passphrase);
  document.set("encryptionsalt", key.encryptionSalt);
  for (const { path, value } of settings) {
    setAt(document, path, { secure: encryptSecret(key.key, value) });
  }
  save(stack, document);
}

/** Removes values from the stack file, and `encryptionsalt` with the last encrypted one. */
export function removeValues(stack: string, paths: readonly string[]): void {
  const document = edit(stack);
  for (const at of paths.map((path) => yamlPath(document, path))) {
    if (document.hasIn(at)) {
      document.deleteIn(at);
    }
  }
  if (!hasSecrets(document)) {
    document.delete("encryptionsalt");
  }
  save(stack, document);
}

/** Refuses a broken file: what can be read of it might name another cluster, or none. */
function edit(stack: string): Document {
  const file = stackFile(stack);
  const document = parseDocument(readFileSync(file, "utf8"));
  const [error] = document.errors;
  if (error !== undefined) {
    const [what = ""] = error.message.split("\n");
    throw new Error(`${file} is not valid YAML: ${what.replace(/:$/, "")}.`);
  }
  return document;
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

function setAt(document: Document, path: string, value: unknown): void {
  const at = yamlPath(document, path);
  const keyAt = at.slice(0, 2);
  if (at.length > 2 && !isMap(document.getIn(keyAt))) {
    document.setIn(keyAt, document.createNode({}));
  }
  document.setIn(at, value);
}

/** Where a value is in the file: Pulumi also takes the project's keys without their namespace. */
function yamlPath(document: Document, path: string): string[] {
  const [key = "", ...fields] = path.split(".");
  const full = key.includes(":") ? key : `glance:${key}`;
  const isShort = document.hasIn(["config", key]) && !document.hasIn(["config", full]);
  return ["config", isShort ? key : full, ...fields];
}
