import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { controlPlaneAddress } from "../topology";
import { waitUntil } from "../wait";
import { type LabCredentials, readCredentials } from "./credentials";
import { initialize } from "./initialize";
import { inServices, mountPoint, startService } from "./rootfs";

/** Name under which the daemon is recorded. */
export const keystoneDaemon = "keystone";

/** Where Keystone keeps its keys, as it sees it itself. */
const keystoneDirectory = `${mountPoint}/keystone`;
const configFile = `${keystoneDirectory}/keystone.conf`;

/** Starts Keystone with an administrator, the project "service" and a demo user, and waits until it answers. */
export async function startKeystone(): Promise<void> {
  await initialize("keystone", [keystoneDaemon], makeKeystone);
  await startServer();
}

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

async function makeKeystone(directory: string): Promise<void> {
  const credentials = readCredentials();
  const { keystone } = credentials;
  const admin = {
    url: keystone.authUrl,
    admin_user: keystone.adminUser,
    admin_password: keystone.adminPassword,
  };
  writeFileSync(join(directory, "keystone.conf"), keystoneConfig(credentials), { mode: 0o640 });
  await inServices(["chown", "-R", "keystone:keystone", keystoneDirectory]);
  // Loading Keystone takes seconds, and touches neither the keys nor the database.
  startUwsgi();
  await runScript("keystone_bootstrap.py", {
    ...admin,
    config_file: configFile,
    region: keystone.region,
  });
  await waitForServer();
  await runScript("keystone_projects.py", {
    ...admin,
    demo_user: keystone.demoUser,
    demo_password: keystone.demoPassword,
  });
}

// Settings by standard input, because everybody can read a command line.
async function runScript(file: string, settings: unknown): Promise<void> {
  const script = readFileSync(join(__dirname, file), "utf8");
  await inServices(["python3", "-c", script], JSON.stringify(settings));
}

/** Starts the server unless it runs, perhaps with more options of uWSGI, and waits until it answers. */
export async function startServer(options: readonly string[] = []): Promise<void> {
  startUwsgi(options);
  await waitForServer();
}

function startUwsgi(options: readonly string[] = []): void {
  const uwsgi = [
    "uwsgi",
    ...["--plugins", "python3", "--wsgi-file", "/usr/bin/keystone-wsgi-public"],
    ...["--http-socket", `${controlPlaneAddress}:5000`, "--add-header", "Connection: close"],
    ...["--master", "--lazy-apps", "--need-app", "--enable-threads", "--die-on-term"],
    ...["--processes", "1", "--threads", "4", "--buffer-size", "65535"],
    ...["--uid", "keystone", "--gid", "keystone"],
    ...options,
  ];
  startService(keystoneDaemon, uwsgi, { OS_KEYSTONE_CONFIG_FILES: configFile });
}

async function waitForServer(): Promise<void> {
  await waitUntil("Keystone did not answer", 60, async () => {
    await inServices(["python3", "-c", probe, readCredentials().keystone.authUrl]);
    return true;
  });
}

const probe = "import sys, urllib.request; urllib.request.urlopen(sys.argv[1], timeout=5)";
