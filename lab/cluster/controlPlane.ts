import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { daemonPid, startDaemon } from "../daemon";
import { built, state } from "../paths";
import {
  apiPort,
  clusterDomain,
  controlPlaneAddress,
  controlPlaneNamespace,
  etcdUrl,
  insideNetwork,
  serviceRange,
} from "../topology";
import { patience } from "../wait";
import { certificateFolder, kubeconfigOf } from "./kubeadm";

const apiSocket = join(state, "api.sock");
const corefile = join(state, "Corefile");

/** Command lines of the control plane by name of the daemon, in the order in which they start. */
export function controlPlaneCommands(): Record<string, string[]> {
  const inside = insideNetwork(controlPlaneNamespace);
  const program = (name: string): string => join(built.bin, name);
  const pki = (file: string): string => join(certificateFolder, file);
  return {
    etcd: [
      ...inside,
      program("etcd"),
      `--data-dir=${join(state, "etcd")}`,
      // The data lives no longer than the lab, so it need not survive a power cut.
      "--unsafe-no-fsync",
      `--listen-client-urls=${etcdUrl}`,
      `--advertise-client-urls=${etcdUrl}`,
      "--listen-peer-urls=http://127.0.0.1:2380",
      "--log-level=warn",
    ],
    "kube-apiserver": [
      ...inside,
      program("kube-apiserver"),
      `--etcd-servers=${etcdUrl}`,
      `--advertise-address=${controlPlaneAddress}`,
      "--secure-port=6443",
      `--service-cluster-ip-range=${serviceRange}`,
      "--allow-privileged=true",
      // Without it `rollingUpdate.maxUnavailable`, which a rule is about, is dropped.
      "--feature-gates=MaxUnavailableStatefulSet=true",
      `--client-ca-file=${pki("ca.crt")}`,
      `--tls-cert-file=${pki("apiserver.crt")}`,
      `--tls-private-key-file=${pki("apiserver.key")}`,
      `--service-account-issuer=https://kubernetes.default.svc.${clusterDomain}`,
      `--service-account-signing-key-file=${pki("sa.key")}`,
      `--service-account-key-file=${pki("sa.pub")}`,
      "--authorization-mode=Node,RBAC",
      "--enable-admission-plugins=NodeRestriction",
      `--kubelet-client-certificate=${pki("apiserver-kubelet-client.crt")}`,
      `--kubelet-client-key=${pki("apiserver-kubelet-client.key")}`,
      "--kubelet-preferred-address-types=InternalIP",
      `--requestheader-client-ca-file=${pki("front-proxy-ca.crt")}`,
      "--requestheader-allowed-names=front-proxy-client",
      "--requestheader-username-headers=X-Remote-User",
      "--requestheader-group-headers=X-Remote-Group",
      "--requestheader-extra-headers-prefix=X-Remote-Extra-",
      `--proxy-client-cert-file=${pki("front-proxy-client.crt")}`,
      `--proxy-client-key-file=${pki("front-proxy-client.key")}`,
    ],
    // The host shares files with the lab's network, but no link: two relays meet at a socket.
    "relay-inside": [
      ...inside,
      program("kubebox"),
      "relay",
      `unix:${apiSocket}`,
      `tcp:${controlPlaneAddress}:6443`,
    ],
    "relay-outside": [program("kubebox"), "relay", `tcp:127.0.0.1:${apiPort}`, `unix:${apiSocket}`],
    "kube-controller-manager": [
      ...inside,
      program("kube-controller-manager"),
      `--kubeconfig=${kubeconfigOf("controller-manager")}`,
      "--leader-elect=false",
      `--root-ca-file=${pki("ca.crt")}`,
      `--service-account-private-key-file=${pki("sa.key")}`,
      `--cluster-signing-cert-file=${pki("ca.crt")}`,
      `--cluster-signing-key-file=${pki("ca.key")}`,
      "--use-service-account-credentials=true",
      // With the default rate the first ServiceAccount is five seconds late.
      "--kube-api-qps=300",
      "--kube-api-burst=600",
      "--node-monitor-period=2s",
      `--node-monitor-grace-period=${20 * patience}s`,
    ],
    "kube-scheduler": [
      ...inside,
      program("kube-scheduler"),
      `--kubeconfig=${kubeconfigOf("scheduler")}`,
      "--leader-elect=false",
      "--kube-api-qps=300",
    ],
    coredns: [...inside, program("coredns"), "-conf", corefile],
  };
}

/** CoreDNS runs beside the control plane; names outside the cluster do not exist in the lab. */
export function corefileText(): string {
  return `.:53 {
    bind ${controlPlaneAddress}
    errors
    health 127.0.0.1:8081
    ready 127.0.0.1:8181
    kubernetes ${clusterDomain} in-addr.arpa ip6.arpa {
        kubeconfig ${kubeconfigOf("coredns")}
        pods insecure
        ttl 2
    }
}
`;
}

/** Starts the daemons of the control plane that do not run; each waits for the others by itself. */
export function startControlPlane(): void {
  writeFileSync(corefile, corefileText());
  for (const [name, command] of Object.entries(controlPlaneCommands())) {
    if (daemonPid(name) === undefined) {
      startDaemon(name, command);
    }
  }
}
