import { execa } from "execa";

import { apisForClients } from "../../model/deployment";
import { clientServiceName } from "../../model/names";
import { apiPort } from "../../model/image";
import { callerDirectory } from "../../model/userFile";
import { hostEnvironment } from "../../lab/environment";
import { installOpenStackClient, openStackClient } from "../../lab/services";
import type { Stack } from "../stack";

interface Service {
  spec: { clusterIP: string };
}

/**
 * Runs the OpenStack client: in the lab a client of its own as administrator, elsewhere that of the user with the
 * user's own clouds.yaml or OS_ variables.
 *
 * @returns its exit code.
 * @throws Error when there is no client.
 */
export async function openstack(stack: Stack, args: readonly string[]): Promise<number> {
  const { command, options } = stack.lab
    ? await labClient(stack)
    : { command: ["openstack"], options: {} };
  const [program = "", ...first] = command;
  const result = await execa(program, [...first, ...args], {
    ...options,
    // The files that the arguments name are there.
    cwd: callerDirectory(),
    stdio: "inherit",
    reject: false,
  });
  if (result.exitCode === undefined) {
    throw new Error(
      `${program} could not be run: install python-openstackclient so that it is on PATH.`,
    );
  }
  return result.exitCode;
}

async function labClient({ cluster, deployment }: Stack) {
  const names = (["external", "single"] as const).map(clientServiceName);
  const [service] = await cluster.getObjects<Service>(["service", ...names]);
  if (service === undefined) {
    throw new Error(`There is no Service ${names.join(" or ")} in the lab: run npm run up.`);
  }
  await installOpenStackClient();
  const { command, env } = openStackClient();
  // The catalogue has the name of the Service, which only pods can resolve.
  const { scheme } = apisForClients(deployment).external;
  const endpoint = `${scheme}://${service.spec.clusterIP}:${apiPort}`;
  return {
    // No certificate is for the address of a Service.
    command: scheme === "https" ? [...command, "--insecure"] : command,
    options: {
      // Nothing of the caller's own: neither another cloud nor a proxy.
      env: { ...hostEnvironment, ...env, OS_IMAGE_ENDPOINT_OVERRIDE: endpoint },
      extendEnv: false,
    },
  };
}
