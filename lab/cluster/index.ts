import { ensureRootfs, nodePackages } from "../rootfs";
import type { LabTask } from "../tasks";
import { nodeNumbers } from "../topology";
import { fillContainerStore } from "./containerStore";
import { startControlPlane } from "./controlPlane";
import { kubeletClientBinding, makeCertificates } from "./kubeadm";
import { applyObjects } from "./kubectl";
import { makeNetwork, routeServices } from "./network";
import { startNode } from "./node";
import { waitForApi, waitForCluster } from "./ready";
import { storageObjects } from "./storage";

/** The shared root file system of the nodes. */
export function nodeRootfs(): Promise<string> {
  return ensureRootfs("node", nodePackages);
}

/** The nodes' root file system, made once. */
export const nodeRootfsTask: LabTask = {
  title: "Root file system of the nodes",
  task: async () => {
    await nodeRootfs();
  },
};

/** All images in the form in which the nodes keep them; needs the root file system and the archives. */
export const containerStoreTask: LabTask = {
  title: "Import of the images",
  task: async () => fillContainerStore(await nodeRootfs()),
};

/** Network namespaces, which everything else of the lab runs in. */
export const networkTask: LabTask = { title: "Network namespaces", task: makeNetwork };

/** Steps from the network to a cluster of ready nodes, in order. Each leaves alone what runs already. */
export function clusterTasks(): LabTask[] {
  const since = new Date();
  return [
    { title: "Certificates", task: makeCertificates },
    {
      // Nothing has to wait for anything else: nearly every daemon tries again until the others are there.
      title: "Control plane and nodes",
      task: async () => {
        const root = await nodeRootfs();
        startControlPlane();
        await Promise.all(nodeNumbers.map((node) => startNode(node, root)));
        await routeServices(nodeNumbers[0] ?? 1);
      },
    },
    {
      title: "API server ready",
      task: async () => {
        await waitForApi();
        // The controller manager gives up after ten seconds.
        startControlPlane();
      },
    },
    {
      title: "Role and storage class",
      task: () => applyObjects([kubeletClientBinding, ...storageObjects]),
    },
    { title: "Nodes ready", task: () => waitForCluster(since) },
  ];
}
