import { join } from "node:path";

import { startDaemon } from "../../lab/daemon";
import { hostEnvironment } from "../../lab/environment";
import { kubeconfigOf } from "../../lab/cluster/kubeadm";
import { controlPlaneNamespace, insideNetwork } from "../../lab/topology";
import { ensureProgram } from "./goModules";

/** Ports at the address of the control plane: with Traefik's limit of time for reading a request, and without. */
export const [limitedPort, unlimitedPort] = [8443, 443];

/** Starts Traefik, which serves Ingresses and Gateways. */
export async function startTraefik(): Promise<void> {
  const programs = await ensureProgram("github.com/traefik/traefik/v3", "v3.6.12", "traefik");
  const command = [
    join(programs, "traefik"),
    ...["--global.checkNewVersion=false", "--global.sendAnonymousUsage=false"],
    ...["--providers.kubernetesIngress", "--providers.kubernetesGateway"],
    ...[`--entryPoints.limited.address=:${limitedPort}`, "--entryPoints.limited.http.tls"],
    ...[`--entryPoints.websecure.address=:${unlimitedPort}`, "--entryPoints.websecure.http.tls"],
    "--entryPoints.websecure.transport.respondingTimeouts.readTimeout=0",
  ];
  startDaemon("traefik", [...insideNetwork(controlPlaneNamespace), ...command], {
    ...hostEnvironment,
    KUBECONFIG: kubeconfigOf("csi"),
  });
}
