import { join } from "node:path";

import { built, kubeconfig as labKubeconfig } from "../lab/paths";
import { cephFsid } from "../lab/topology";
import { plainValue } from "./stackFile";

/** The cluster that a stack is deployed to. */
export interface Cluster {
  /** Whether it is the local lab. */
  lab: boolean;
  /** Command and options with which kubectl reaches it. */
  kubectl: readonly string[];
}

/**
 * The cluster that the stack names by `glance:kubeconfig` or `glance:context`. A stack that names none goes to the
 * lab if its images go to the lab's Ceph, else to the cluster that kubectl uses.
 */
export function clusterOf(stack: string): Cluster {
  const kubeconfig = plainValue(stack, "kubeconfig") ?? "";
  const context = plainValue(stack, "context") ?? "";
  if (kubeconfig + context === "" && plainValue(stack, "ceph.fsid") === cephFsid) {
    return { lab: true, kubectl: [join(built.bin, "kubectl"), "--kubeconfig", labKubeconfig] };
  }
  return {
    lab: false,
    kubectl: [
      "kubectl",
      ...(kubeconfig === "" ? [] : ["--kubeconfig", kubeconfig]),
      ...(context === "" ? [] : ["--context", context]),
    ],
  };
}
