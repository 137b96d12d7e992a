import { join } from "node:path";

import { Cluster } from "../components/cluster";
import { clusterAccess, readSettings } from "../config/settings";
import { built, kubeconfig as labKubeconfig } from "../lab/paths";
import { cephFsid } from "../lab/topology";
import { type Deployment, makeDeployment } from "../model/deployment";
import type { Settings } from "../model/options";
import { notDecrypted } from "../model/options/values";
import { readConfig } from "../render";
import type { Setting } from "./stackFile";

/** A stack: where it is deployed, and what it consists of. */
export interface Stack {
  /** As the user names it, perhaps with organization and project. */
  name: string;
  /** Values in place of those of the stack file, which a deployment writes there. */
  changes: readonly Setting[];
  cluster: Cluster;
  /** Whether that is the local lab. */
  lab: boolean;
  settings: Settings;
  deployment: Deployment;
}

/**
 * Reads what a stack file says, checked as the program checks it. No command needs its secrets: those that cannot be
 * decrypted here are left out.
 *
 * @throws Error, one sentence that names file or key, and the remedy.
 */
export function openStack(name: string, changes: readonly Setting[] = []): Stack {
  const values = readConfig(name, { settings: changes, undecrypted: notDecrypted });
  const settings = readSettings(values);
  return { name, changes, ...clusterOf(settings), settings, deployment: makeDeployment(settings) };
}

/**
 * The cluster that a stack names by `glance:kubeconfig` or `glance:context`. A stack that names none goes to the
 * lab if its images go to the lab's Ceph, else to the cluster that kubectl uses.
 */
function clusterOf(settings: Settings): Pick<Stack, "cluster" | "lab"> {
  const { namespace, ceph } = settings;
  const named = clusterAccess(settings);
  const lab = Object.keys(named).length === 0 && ceph.fsid === cephFsid;
  const access = lab ? { kubeconfig: labKubeconfig, program: join(built.bin, "kubectl") } : named;
  return { cluster: new Cluster(namespace, access), lab };
}
