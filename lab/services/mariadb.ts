import { controlPlaneAddress } from "../topology";
import { waitUntil } from "../wait";
import { makeCredentials, readCredentials, type LabCredentials } from "./credentials";
import { initialize } from "./initialize";
import { inServices, mountPoint, startService } from "./rootfs";

/** Name under which the daemon is recorded. */
export const mariadbDaemon = "mariadb";

const directory = `${mountPoint}/mariadb`;

/** Starts MariaDB with the databases of Glance and Keystone, and waits until it answers. */
export async function startMariadb(): Promise<void> {
  makeCredentials();
  await initialize("mariadb", [mariadbDaemon], async () => {
    await inServices([
      "mariadb-install-db",
      "--no-defaults",
      "--user=mysql",
      `--datadir=${directory}`,
      "--skip-test-db",
      // Its root is whoever is root on the socket: there is no password to keep.
      "--auth-root-authentication-method=socket",
    ]);
    await startServer();
    await inServices(["mariadb"], databaseStatements(readCredentials()));
  });
  await startServer();
}

/** The SQL that makes the databases and their users. */
export function databaseStatements({ database, keystone }: LabCredentials): string {
  const accounts = [
    { name: database.name, user: database.user, password: database.password },
    { name: "keystone", user: "keystone", password: keystone.databasePassword },
  ];
  return accounts
    .map(
      ({ name, user, password }) => `CREATE DATABASE ${name};
CREATE USER '${user}'@'%' IDENTIFIED BY '${password}';
GRANT ALL ON ${name}.* TO '${user}'@'%';
`,
    )
    .join("");
}

/** Starts the server unless it runs, perhaps with more options, and waits until it answers. */
export async function startServer(options: readonly string[] = []): Promise<void> {
  startService(mariadbDaemon, [
    "mariadbd",
    "--no-defaults",
    "--user=mysql",
    `--datadir=${directory}`,
    `--socket=${directory}/mariadb.sock`,
    `--pid-file=${directory}/mariadb.pid`,
    `--bind-address=${controlPlaneAddress}`,
    `--port=${readCredentials().database.port}`,
    "--innodb-buffer-pool-size=64M",
    "--innodb-flush-log-at-trx-commit=2",
    "--skip-name-resolve",
    "--max-connections=200",
    "--performance-schema=OFF",
    ...options,
  ]);
  await waitUntil("MariaDB did not answer", 60, async () => {
    await inServices(["mariadb", "--execute=SELECT 1"]);
    return true;
  });
}
