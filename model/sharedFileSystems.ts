/** How Kubernetes knows a file system that several nodes reach. Parts of names are in lower case. */
export interface SharedFileSystem {
  /** Parts of the names that people give its StorageClasses. */
  classes: readonly string[];
  /** Parts of the names of its CSI drivers and provisioners. */
  drivers: readonly string[];
  /** Its field in the specification of a PersistentVolume; undefined for what has a CSI driver only. */
  source: string | undefined;
}

/** The shared file systems, each in all forms that it takes. */
export const sharedFileSystems: Readonly<Record<string, SharedFileSystem>> = {
  NFS: { classes: ["nfs"], drivers: ["nfs"], source: "nfs" },
  CephFS: { classes: ["cephfs"], drivers: ["cephfs"], source: "cephfs" },
  GlusterFS: { classes: ["gluster"], drivers: ["gluster"], source: "glusterfs" },
  "Azure Files": {
    classes: ["azurefile", "azure-file"],
    drivers: ["file.csi", "azurefile", "azure-file"],
    source: "azureFile",
  },
  "Amazon EFS": { classes: ["efs"], drivers: ["efs"], source: undefined },
  "Amazon FSx": { classes: ["fsx"], drivers: ["fsx"], source: undefined },
  Lustre: { classes: ["lustre"], drivers: ["lustre"], source: undefined },
  Filestore: { classes: ["filestore"], drivers: ["filestore"], source: undefined },
  Manila: { classes: ["manila"], drivers: ["manila"], source: undefined },
  SMB: { classes: ["smb", "cifs"], drivers: ["smb", "cifs"], source: undefined },
};

const all = Object.values(sharedFileSystems);

/** Parts of the names of StorageClasses whose volumes are usually shared between nodes. */
export const sharedClassWords: readonly string[] = [
  ...all.flatMap(({ classes }) => classes),
  "rwx",
];

/** Parts of the names of CSI drivers and provisioners of shared file systems. */
export const sharedDriverWords: readonly string[] = all.flatMap(({ drivers }) => drivers);

/** Sources of a PersistentVolume that are shared file systems. */
export const sharedSources: readonly string[] = all.flatMap(({ source = [] }) => source);
