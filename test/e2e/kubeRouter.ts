import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";

import { execa } from "execa";

import { goEnvironment } from "../../lab/build";
import { kubeconfigOf } from "../../lab/cluster/kubeadm";
import { startDaemon } from "../../lab/daemon";
import { built, cache, state } from "../../lab/paths";
import { ensureRootfs } from "../../lab/rootfs";
import { enterRootfs } from "../../lab/rootfs/enterRootfs";
import { insideNetwork, nodeNames, serviceRange } from "../../lab/topology";

const version = "v2.1.0";
const programs = join(cache, `kube-router-${version}`);

/** Builds kube-router, once per machine: it takes minutes. */
async function ensureKubeRouter(): Promise<void> {
  if (!existsSync(join(programs, "kube-router"))) {
    const main = `github.com/cloudnativelabs/kube-router/v2/cmd/kube-router@${version}`;
    const env = { ...goEnvironment, GOBIN: programs };
    await execa("go", ["install", "-trimpath", "-ldflags", "-s -w", main], { env });
    await rm(built.go, { recursive: true });
  }
}

/**
 * Has the nodes enforce NetworkPolicies, by the part of kube-router that does nothing else. What it writes into their
 * packet filters stays until the lab goes.
 */
export async function enforceNetworkPolicies(): Promise<void> {
  await ensureKubeRouter();
  const [program, credentials] = ["/kube-router", "/kubeconfigs"];
  const recipe = { script: `mkdir ${program} ${credentials}` };
  const rootfs = await ensureRootfs("kube-router", ["ipset", "iptables"], recipe);
  const binds = [
    { source: programs, target: program },
    { source: join(state, "kubeconfigs"), target: credentials },
  ];
  for (const node of nodeNames) {
    const command = [
      `${program}/kube-router`,
      "--run-firewall=true",
      ...["--run-router=false", "--run-service-proxy=false", "--run-loadbalancer=false"],
      ...["--enable-cni=false", "--health-port=0"],
      `--kubeconfig=${kubeconfigOf("csi").replace(join(state, "kubeconfigs"), credentials)}`,
      `--hostname-override=${node}`,
      `--service-cluster-ip-range=${serviceRange}`,
    ];
    startDaemon(`kube-router-${node}`, [
      ...insideNetwork(node),
      ...enterRootfs(rootfs, command, binds),
    ]);
  }
}
