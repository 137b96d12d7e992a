import { homedir } from "node:os";
import { join, resolve } from "node:path";

const userCache = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");

/** The one folder of the host that the lab writes to. It must be on a disk file system (ext4 or xfs). */
export const cache = resolve(process.env["GLANCE_LAB_CACHE"] ?? join(userCache, "glance-lab"));

/** What is built once and only read while a lab runs. */
export const built = {
  /** Go's module and build caches. */
  go: join(cache, "go"),
  /** The executables, one symbolic link per daemon. */
  bin: join(cache, "bin"),
  /** Root file systems made by debootstrap. */
  rootfs: join(cache, "rootfs"),
  /** Container images as docker-archives. */
  images: join(cache, "images"),
  /** The folder of a containerd that has imported all images; every node starts with a copy. */
  containerd: join(cache, "containerd"),
  /** Logs of the builds, one per step. */
  logs: join(cache, "logs"),
};

/** What one running lab writes; mode 0700, removed by `down`. */
export const state = join(cache, "state");

/** The administrator's kubeconfig, for the host's loopback address. */
export const kubeconfig = join(state, "kubeconfig");

/** Where the Pulumi CLI keeps the state of stacks in the lab: it ends with the lab. */
export const pulumiState = join(state, "pulumi");
