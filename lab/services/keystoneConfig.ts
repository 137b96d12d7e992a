import type { LabCredentials } from "./credentials";
import { mountPoint } from "./root";

/** Where Keystone keeps its keys, as it sees it itself. */
export const keystoneDirectory = `${mountPoint}/keystone`;

/** The configuration of Keystone. */
export function keystoneConfig({ database, keystone }: LabCredentials): string {
  const server = `${database.host}:${database.port}`;
  return `[DEFAULT]
use_stderr = true
[database]
connection = mysql+pymysql://keystone:${keystone.databasePassword}@${server}/keystone
[token]
provider = fernet
[fernet_tokens]
key_repository = ${keystoneDirectory}/fernet-keys
[credential]
key_repository = ${keystoneDirectory}/credential-keys
[cache]
enabled = false
[identity]
# The least that bcrypt knows: nothing here is worth a quarter of a second per login.
password_hash_rounds = 4
`;
}
