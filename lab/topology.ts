/** Names of the lab's nodes; GLANCE_LAB_NODES says how many, for machines that are too weak for all three. */
export const nodeNames: readonly string[] = ["n1", "n2", "n3"].slice(
  0,
  Number(process.env["GLANCE_LAB_NODES"] ?? 3),
);

/** Numbers of the nodes, counted from 1: they decide their addresses. */
export const nodeNumbers: readonly number[] = nodeNames.map((_, index) => index + 1);

/** Address of the control plane, of Ceph, MariaDB and Keystone in the lab's own network. */
export const controlPlaneAddress = "10.88.0.1";

/** Identity of the lab's Ceph cluster: always the same, so that a stack's settings can name it. */
export const cephFsid = "a1d2c3f4-7b5e-4c8a-9f60-6c616e6365ab";

/** Port on the loopback address of the host through which the API server is reached. */
export const apiPort = 16443;

/** Where etcd listens, in the network namespace of the control plane. */
export const etcdUrl = "http://127.0.0.1:2379";

/** Domain of the cluster's DNS names. */
export const clusterDomain = "cluster.local";

export const serviceRange = "10.96.0.0/16";
export const podRange = "10.244.0.0/16";

/** Name of a node; `number` counts from 1. */
export function nodeName(number: number): string {
  return `n${number}`;
}

/** Address of a node; `number` counts from 1 and is at most 9. */
export function nodeAddress(number: number): string {
  return `10.88.0.1${number}`;
}

/** Addresses of the pods of a node. */
export function nodePodRange(number: number): string {
  return `10.244.${number}.0/24`;
}

/** Short name of the network namespace that the control plane and the services share. */
export const controlPlaneNamespace = "kc";

/** Network namespace of the control plane ("kc") or of a node ("n1"). */
export function networkNamespace(name: string): string {
  return `glance-lab-${name}`;
}

/**
 * Start of a command line that runs the rest in a network namespace of the lab. Unlike
 * `ip netns exec` it leaves /sys alone, which a remount would strip of its cgroups.
 */
export function insideNetwork(name: string): string[] {
  return ["nsenter", `--net=/run/netns/${networkNamespace(name)}`];
}
