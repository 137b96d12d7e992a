import { posix } from "node:path";

/** Directories of a node that are no place for data: they are emptied, or the system's or Kubernetes' own. */
export const forbiddenDirectories: readonly string[] = [
  ...["/tmp", "/var/tmp", "/run", "/var/run", "/dev", "/proc", "/sys"],
  ...["/bin", "/boot", "/etc", "/lib", "/lib64", "/root", "/sbin", "/usr"],
  ...["/var/lib/kubelet", "/var/lib/etcd", "/var/lib/containerd", "/var/lib/containers"],
  ...["/var/lib/docker", "/var/lib/crio", "/var/lib/rancher", "/var/lib/k0s", "/var/lib/cni"],
  ...["/var/lib/rook", "/var/lib/ceph", "/var/snap/microk8s", "/var/log", "/var/cache"],
];

/** The forbidden directory in which a path lies or that lies in it; undefined for a path that may hold data. */
export function forbiddenParent(directory: string): string | undefined {
  const path = posix.resolve("/", directory);
  return path === "/"
    ? "/"
    : forbiddenDirectories.find(
        (other) => `${path}/`.startsWith(`${other}/`) || other.startsWith(`${path}/`),
      );
}
