import { join } from "node:path";

import { kubeconfigOf } from "../../lab/cluster/kubeadm";
import { startDaemon } from "../../lab/daemon";
import { state } from "../../lab/paths";
import { ensureRootfs } from "../../lab/rootfs";
import { enterRootfs } from "../../lab/rootfs/enterRootfs";
import { insideNetwork, nodeNames, serviceRange } from "../../lab/topology";
import { ensureProgram } from "./goModules";

/**
 * Has the nodes enforce NetworkPolicies, by the part of kube-router that does nothing else. What it writes into their
 * packet filters stays until the lab goes.
 */
export async function enforceNetworkPolicies(): Promise<void> {
  const module = "github.com/cloudnativelabs/kube-router/v2";
  const programs = await ensureProgram(module, "v2.1.0", "kube-router");
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
