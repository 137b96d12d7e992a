import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { stringify } from "yaml";

import { kubeconfig as hostKubeconfig, state } from "../paths";
import { apiPort, controlPlaneAddress, nodeName, nodeNumbers } from "../topology";
import { certificateFolder } from "./certificates";

/** Name of the context in every kubeconfig of the lab. */
export const contextName = "glance-lab";

/** Folder of the daemons' kubeconfigs. */
const folder = join(state, "kubeconfigs");

/** PEM texts that a client needs. */
export interface ClientCertificate {
  authority: string;
  certificate: string;
  key: string;
}

/** Text of a kubeconfig for one server and one user. */
export function kubeconfigText(server: string, client: ClientCertificate): string {
  const base64 = (pem: string): string => Buffer.from(pem).toString("base64");
  return stringify(
    {
      apiVersion: "v1",
      kind: "Config",
      clusters: [
        {
          name: contextName,
          cluster: { server, "certificate-authority-data": base64(client.authority) },
        },
      ],
      users: [
        {
          name: contextName,
          user: {
            "client-certificate-data": base64(client.certificate),
            "client-key-data": base64(client.key),
          },
        },
      ],
      contexts: [{ name: contextName, context: { cluster: contextName, user: contextName } }],
      "current-context": contextName,
    },
    { lineWidth: 0 },
  );
}

/** File of the kubeconfig of a daemon, for example "scheduler", or of a node. */
export function daemonKubeconfig(user: string): string {
  return join(folder, user);
}

/** Writes the kubeconfigs of all daemons and the administrator's one for the host, mode 0600. */
export function writeKubeconfigs(): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const server = `https://${controlPlaneAddress}:6443`;
  const users = [
    "controller-manager",
    "scheduler",
    "proxy",
    "coredns",
    "csi",
    ...nodeNumbers.map(nodeName),
  ];
  for (const user of users) {
    write(daemonKubeconfig(user), server, user);
  }
  write(hostKubeconfig, `https://127.0.0.1:${apiPort}`, "admin");
}

function write(file: string, server: string, user: string): void {
  const pem = (name: string): string => readFileSync(join(certificateFolder, name), "utf8");
  const client = {
    authority: pem("ca.crt"),
    certificate: pem(`${user}.crt`),
    key: pem(`${user}.key`),
  };
  writeFileSync(file, kubeconfigText(server, client), { mode: 0o600 });
}
