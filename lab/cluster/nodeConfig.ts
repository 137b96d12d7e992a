import { stringify } from "yaml";

import { pauseImage } from "../images/pause";
import {
  clusterDomain,
  controlPlaneAddress,
  nodeAddress,
  nodeName,
  nodePodRange,
  podRange,
} from "../topology";
import { kubeletCgroup } from "./cgroups";

/** Where a node finds its configuration, as seen from inside. */
const configFolder = "/etc/lab";

/** The configuration files of a node by name, without certificates and kubeconfigs. */
export function nodeConfig(node: number): Record<string, string> {
  return {
    "containerd.toml": containerdConfig,
    "cni/10-bridge.conflist": JSON.stringify(networkConfig(node), null, 2),
    "kubelet.yaml": stringify(kubeletConfig(node)),
    "kube-proxy.yaml": stringify(proxyConfig),
    // Pods inherit the search domains of this file; there are none.
    "resolv.conf": "",
    "kubelet-arguments": [
      `--config=${configFolder}/kubelet.yaml`,
      `--kubeconfig=${configFolder}/kubelet.kubeconfig`,
      `--hostname-override=${nodeName(node)}`,
      `--node-ip=${nodeAddress(node)}`,
    ].join(" "),
  };
}

// restrict_oom_score_adj: without CAP_SYS_RESOURCE no score may be lowered.
const containerdConfig = `version = 2
disabled_plugins = [
  "io.containerd.snapshotter.v1.aufs",
  "io.containerd.snapshotter.v1.btrfs",
  "io.containerd.snapshotter.v1.devmapper",
  "io.containerd.snapshotter.v1.zfs",
]

[plugins."io.containerd.grpc.v1.cri"]
  restrict_oom_score_adj = true
  sandbox_image = "${pauseImage}"

[plugins."io.containerd.grpc.v1.cri".cni]
  bin_dir = "/usr/lib/cni"
  conf_dir = "${configFolder}/cni"

[plugins."io.containerd.grpc.v1.cri".containerd]
  snapshotter = "overlayfs"

[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
  runtime_type = "io.containerd.runc.v2"

[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
  SystemdCgroup = false
`;

/** No masquerading: static routes make every pod's own address valid on all nodes. */
function networkConfig(node: number): object {
  return {
    cniVersion: "0.4.0",
    name: "pods",
    plugins: [
      {
        type: "bridge",
        bridge: "cni0",
        isGateway: true,
        ipMasq: false,
        hairpinMode: true,
        ipam: {
          type: "host-local",
          ranges: [[{ subnet: nodePodRange(node) }]],
          routes: [{ dst: "0.0.0.0/0" }],
        },
      },
      { type: "portmap", capabilities: { portMappings: true } },
    ],
  };
}

function kubeletConfig(node: number): object {
  return {
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    address: "0.0.0.0",
    containerRuntimeEndpoint: "unix:///run/containerd/containerd.sock",
    cgroupDriver: "cgroupfs",
    cgroupRoot: kubeletCgroup(nodeName(node)),
    failSwapOn: false,
    // The default refuses cgroup version 1, which some hosts still have.
    failCgroupV1: false,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: `${configFolder}/ca.crt` },
    },
    authorization: { mode: "Webhook" },
    clusterDNS: [controlPlaneAddress],
    clusterDomain,
    resolvConf: `${configFolder}/resolv.conf`,
    volumePluginDir: "/var/lib/kubelet/volumeplugins",
    serializeImagePulls: false,
    // The defaults need CAP_SYS_RESOURCE and a hard limit that not every host has.
    oomScoreAdj: 0,
    maxOpenFiles: 20000,
    nodeStatusUpdateFrequency: "4s",
    // Images are imported at boot and can never be pulled again.
    imageGCHighThresholdPercent: 100,
    evictionHard: {
      "memory.available": "100Mi",
      "nodefs.available": "0%",
      "nodefs.inodesFree": "0%",
      "imagefs.available": "0%",
      "imagefs.inodesFree": "0%",
    },
  };
}

const proxyConfig = {
  apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
  kind: "KubeProxyConfiguration",
  clientConnection: { kubeconfig: `${configFolder}/proxy.kubeconfig` },
  mode: "iptables",
  clusterCIDR: podRange,
  oomScoreAdj: 0,
  // Zero leaves the host's connection tracking alone.
  conntrack: {
    maxPerCore: 0,
    min: 0,
    tcpEstablishedTimeout: "0s",
    tcpCloseWaitTimeout: "0s",
  },
};
