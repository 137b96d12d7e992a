/** Parts of the names of StorageClasses whose volumes are usually shared between nodes. */
export const sharedClassWords: readonly string[] = [
  ...["cephfs", "nfs", "efs", "azurefile", "filestore", "glusterfs"],
  "rwx",
];
