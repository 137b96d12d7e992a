import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

import { execa } from "execa";

import { built, state } from "../paths";
import {
  controlPlaneAddress,
  kubernetesService,
  nodeAddress,
  nodeName,
  nodeNumbers,
} from "../topology";

/** One certificate of the lab's authority; usable by clients and servers, valid for a year. */
export interface Certificate {
  /** Name of the files, without .crt and .key. */
  file: string;
  commonName: string;
  /** Kubernetes reads these as the groups of the user. */
  organization?: string[];
  dnsNames?: string[];
  addresses?: string[];
}

/** Folder of the certificates and keys. */
export const certificateFolder = join(state, "pki");

/** Certificates of the control plane and of the given nodes. */
export function certificates(nodes: readonly number[]): Certificate[] {
  return [
    {
      file: "apiserver",
      commonName: "kube-apiserver",
      dnsNames: [
        "localhost",
        "kubernetes",
        "kubernetes.default",
        "kubernetes.default.svc",
        "kubernetes.default.svc.cluster.local",
      ],
      addresses: ["127.0.0.1", controlPlaneAddress, kubernetesService],
    },
    {
      file: "apiserver-kubelet-client",
      commonName: "kube-apiserver-kubelet-client",
      organization: ["system:masters"],
    },
    { file: "front-proxy-client", commonName: "front-proxy-client" },
    { file: "admin", commonName: "admin", organization: ["system:masters"] },
    { file: "controller-manager", commonName: "system:kube-controller-manager" },
    { file: "scheduler", commonName: "system:kube-scheduler" },
    { file: "proxy", commonName: "system:kube-proxy" },
    // A lab's shortcut: a cluster would give CoreDNS and the storage controllers roles of their own.
    { file: "coredns", commonName: "coredns", organization: ["system:masters"] },
    { file: "csi", commonName: "csi", organization: ["system:masters"] },
    ...nodes.map((node) => ({
      file: nodeName(node),
      commonName: `system:node:${nodeName(node)}`,
      organization: ["system:nodes"],
      dnsNames: [nodeName(node)],
      addresses: [nodeAddress(node)],
    })),
  ];
}

/** Makes the authority, all certificates and the key of the service accounts, once per lab. */
export async function makeCertificates(): Promise<void> {
  if (existsSync(certificateFolder)) {
    return;
  }
  const unfinished = `${certificateFolder}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  await execa(join(built.bin, "kubebox"), ["pki", unfinished], {
    input: JSON.stringify(certificates(nodeNumbers)),
  });
  renameSync(unfinished, certificateFolder);
}
