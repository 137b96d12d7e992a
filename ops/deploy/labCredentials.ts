import { readCredentials } from "../../lab/services";
import { readPassphrase } from "../../render";
import type { Stack } from "../stack";
import { removeValues, setSecrets } from "../stackFile";

/** What the lab knows and a stack in it needs. */
const fields = ["ceph.key", "database.password", "keystone.adminPassword"] as const;

/**
 * Writes the passwords of the lab's Ceph, MariaDB and Keystone into the stack file, encrypted with
 * the passphrase of the environment. That of the administrator of Keystone has no place beside an application credential.
 */
export function addLabCredentials({ name, settings: { keystone: own } }: Stack): void {
  const { ceph, database, keystone } = readCredentials();
  const values: Record<(typeof fields)[number], string> = {
    "ceph.key": ceph.key,
    "database.password": database.password,
    "keystone.adminPassword": keystone.adminPassword,
  };
  const needed = fields.filter(
    (path) => path !== "keystone.adminPassword" || own.applicationCredentialId === undefined,
  );
  const settings = needed.map((path) => ({ path, value: values[path] }));
  setSecrets(name, readPassphrase(process.env) ?? "", settings);
}

/** Takes the passwords of the lab out of the stack file again. */
export function removeLabCredentials(stack: string): void {
  removeValues(stack, fields);
}
