/** Name of the storage class whose volumes can be expanded. */
export const expandableClass = "lab-expandable";

/** Name of the driver in `lab/go/csi-driver`. */
const driver = "lab.local";

/** What tells Kubernetes of the driver that runs on the nodes, and of its volumes. */
export const storageObjects = [
  {
    apiVersion: "storage.k8s.io/v1",
    kind: "CSIDriver",
    metadata: { name: driver },
    // Volumes are where their pod is: nothing has to be attached. Glance is not root, and gets them by its group.
    spec: { attachRequired: false, fsGroupPolicy: "File" },
  },
  {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name: expandableClass },
    provisioner: driver,
    volumeBindingMode: "WaitForFirstConsumer",
    allowVolumeExpansion: true,
  },
];
