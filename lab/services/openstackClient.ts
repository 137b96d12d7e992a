import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

import { execa } from "execa";

import { cache } from "../paths";
import { controlPlaneNamespace, insideNetwork } from "../topology";
import { readCredentials } from "./credentials";

/** Version of python-openstackclient; openstackclient-constraints.txt pins what it needs. */
const version = "10.5.0";
const environment = join(cache, `openstackclient-${version}`);

/** How to run the OpenStack client as administrator of the lab. */
export interface OpenStackClient {
  /** Start of the command line. It runs in the lab's network, where Keystone and Glance are reached. */
  command: string[];
  /** Who logs in where; only here, because everybody can read a command line. */
  env: Record<string, string>;
}

/** Makes a Python environment with the OpenStack client, once per machine. */
export async function installOpenStackClient(): Promise<void> {
  if (existsSync(environment)) {
    return;
  }
  console.error(`Installing the OpenStack client ${version} for the lab, once ...`);
  const partial = `${environment}.${process.pid}`;
  const constraints = join(__dirname, "openstackclient-constraints.txt");
  const pip = ["-m", "pip", "install", "--quiet", "--constraint", constraints];
  try {
    await execa("python3", ["-m", "venv", "--copies", partial]);
    await execa(join(partial, "bin/python3"), [...pip, `python-openstackclient==${version}`]);
    renameSync(partial, environment);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    // Only the first line: the others may show the address of a package index with its password.
    const [reason] = (error as Error).message.split("\n");
    throw new Error(`The OpenStack client could not be installed with pip: ${reason}`, {
      cause: error,
    });
  }
}

/** The installed client for the running lab. */
export function openStackClient(): OpenStackClient {
  const { keystone } = readCredentials();
  const python = join(environment, "bin/python3");
  return {
    // The script's own first line names the directory in which it was installed.
    command: [...insideNetwork(controlPlaneNamespace), python, join(environment, "bin/openstack")],
    env: {
      OS_AUTH_URL: keystone.authUrl,
      OS_USERNAME: keystone.adminUser,
      OS_PASSWORD: keystone.adminPassword,
      OS_PROJECT_NAME: "admin",
      OS_USER_DOMAIN_NAME: "Default",
      OS_PROJECT_DOMAIN_NAME: "Default",
      OS_REGION_NAME: keystone.region,
    },
  };
}
