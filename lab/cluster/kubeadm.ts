import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { execa } from "execa";
import { stringify } from "yaml";

import { kubernetesVersion } from "../build";
import { built, kubeconfig as hostKubeconfig, state } from "../paths";
import {
  apiPort,
  clusterDomain,
  controlPlaneAddress,
  controlPlaneNamespace,
  etcdUrl,
  nodeName,
  nodeNumbers,
  serviceRange,
} from "../topology";

/** Folder of the certificates and keys that `kubeadm init phase certs` makes. */
export const certificateFolder = join(state, "pki");

const kubeconfigFolder = join(state, "kubeconfigs");
const configFile = join(state, "kubeadm.yaml");
const endpoint = `${controlPlaneAddress}:6443`;

/** A user of the API server, as its client certificate names it. */
export interface ApiUser {
  name: string;
  group?: string;
}

/** The users of the API server by the names of their kubeconfigs. */
export const apiUsers: Readonly<Record<string, ApiUser>> = {
  admin: { name: "admin", group: "system:masters" },
  "controller-manager": { name: "system:kube-controller-manager" },
  scheduler: { name: "system:kube-scheduler" },
  proxy: { name: "system:kube-proxy" },
  // A lab's shortcut: a cluster would give CoreDNS and the storage controllers roles of their own.
  coredns: { name: "coredns", group: "system:masters" },
  csi: { name: "csi", group: "system:masters" },
  ...Object.fromEntries(
    nodeNumbers
      .map(nodeName)
      .map((node) => [node, { name: `system:node:${node}`, group: "system:nodes" }]),
  ),
};

/** Lets the API server call the kubelets with its certificate, as a later phase of `kubeadm init` does. */
export const kubeletClientBinding = {
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "ClusterRoleBinding",
  metadata: { name: "kubeadm:apiserver-kubelet-client" },
  roleRef: {
    apiGroup: "rbac.authorization.k8s.io",
    kind: "ClusterRole",
    name: "system:kubelet-api-admin",
  },
  subjects: [
    {
      apiGroup: "rbac.authorization.k8s.io",
      kind: "User",
      name: "kube-apiserver-kubelet-client",
    },
  ],
};

/** What kubeadm has to know of the lab, as YAML. */
export const kubeadmConfig = [
  {
    apiVersion: "kubeadm.k8s.io/v1beta4",
    kind: "ClusterConfiguration",
    clusterName: "glance-lab",
    kubernetesVersion: `v${kubernetesVersion}`,
    certificatesDir: certificateFolder,
    encryptionAlgorithm: "ECDSA-P256",
    controlPlaneEndpoint: endpoint,
    networking: { serviceSubnet: serviceRange, dnsDomain: clusterDomain },
    apiServer: { certSANs: ["localhost", "127.0.0.1"] },
    etcd: { external: { endpoints: [etcdUrl] } },
  },
  {
    apiVersion: "kubeadm.k8s.io/v1beta4",
    kind: "InitConfiguration",
    localAPIEndpoint: { advertiseAddress: controlPlaneAddress, bindPort: 6443 },
    nodeRegistration: {
      name: controlPlaneNamespace,
      criSocket: "unix:///run/containerd/containerd.sock",
    },
  },
]
  .map((document) => stringify(document))
  .join("---\n");

/** The kubeconfig of a user, for example "scheduler", or of a node. The administrator's is for the host. */
export function kubeconfigOf(user: string): string {
  return user === "admin" ? hostKubeconfig : join(kubeconfigFolder, user);
}

/** Makes all certificates and kubeconfigs that are not there. */
export async function makeCertificates(): Promise<void> {
  mkdirSync(kubeconfigFolder, { recursive: true, mode: 0o700 });
  writeFileSync(configFile, kubeadmConfig);
  await kubeadm("init", "phase", "certs", "all");
  const users = Object.entries(apiUsers).filter(([user]) => !existsSync(kubeconfigOf(user)));
  await Promise.all(users.map(([user, identity]) => writeKubeconfig(kubeconfigOf(user), identity)));
}

async function writeKubeconfig(file: string, { name, group }: ApiUser): Promise<void> {
  const groups = group === undefined ? [] : [`--org=${group}`];
  const text = await kubeadm("kubeconfig", "user", `--client-name=${name}`, ...groups);
  const onHost = text.replace(`https://${endpoint}`, `https://127.0.0.1:${apiPort}`);
  writeFileSync(file, file === hostKubeconfig ? onHost : text, { mode: 0o600 });
}

async function kubeadm(...args: string[]): Promise<string> {
  const { stdout } = await execa(join(built.bin, "kubeadm"), [...args, `--config=${configFile}`]);
  return stdout;
}
