/** How Kubernetes knows a file system that several nodes reach. Parts of names are in lower case. */
export interface SharedFileSystem {
  /** Parts of the names that people give its StorageClasses, and that its CSI drivers and provisioners have. */
  words: readonly string[];
  /** Parts of the names of drivers alone. @default none */
  drivers?: readonly string[];
  /** Its field in the specification of a PersistentVolume; undefined for what has a CSI driver only. */
  source?: string;
}

/** The shared file systems, each in all forms that it takes. */
export const sharedFileSystems: Readonly<Record<string, SharedFileSystem>> = {
  NFS: { words: ["nfs"], source: "nfs" },
  CephFS: { words: ["cephfs"], source: "cephfs" },
  GlusterFS: { words: ["gluster"], source: "glusterfs" },
  "Azure Files": {
    words: ["azurefile", "azure-file"],
    drivers: ["file.csi"],
    source: "azureFile",
  },
  "Azure NetApp Files": { words: ["netappfiles", "netapp-files"] },
  "Amazon EFS": { words: ["efs"] },
  "Amazon FSx": { words: ["fsx"] },
  "Amazon S3": { words: ["s3", "s3fs"] },
  Lustre: { words: ["lustre"] },
  Filestore: { words: ["filestore"] },
  Manila: { words: ["manila"] },
  SMB: { words: ["smb", "cifs"] },
  "network-attached storage": { words: ["nas"], drivers: ["nasplugin"] },
  JuiceFS: { words: ["juicefs"] },
  "IBM Spectrum Scale": { words: ["spectrumscale", "spectrum-scale", "gpfs"] },
  BeeGFS: { words: ["beegfs"] },
  Weka: { words: ["weka"] },
  PowerScale: { words: ["isilon", "powerscale"] },
  VAST: { words: ["vastdata"] },
  "Oracle File Storage": { words: ["fss"] },
  "vSAN File Services": { words: ["vsan-file"] },
  FlashBlade: { words: ["flashblade"] },
  "Portworx shared volumes": { words: ["sharedv4"] },
  Quobyte: { words: ["quobyte"] },
  SeaweedFS: { words: ["seaweed"] },
  MooseFS: { words: ["moosefs"] },
  "Nutanix Files": { words: ["nutanix-files"], drivers: ["files.csi"] },
  MapR: { words: ["mapr"] },
  "buckets of Google and Azure": { words: ["gcsfuse", "blobfuse"], drivers: ["blob.csi"] },
  "Huawei SFS and OBS": { words: ["sfsturbo"], drivers: ["sfs.csi", "obs.csi"] },
  OrangeFS: { words: ["orangefs"] },
  "Tencent CFS": { words: [], drivers: ["csi.cfs"] },
  CubeFS: { words: ["cubefs"] },
  Hammerspace: { words: ["hammerspace"] },
  PanFS: { words: ["panfs"] },
  "DDN EXAScaler": { words: ["exascaler"], drivers: ["exa.csi"] },
  "IBM Cloud File Storage": { words: ["ibmc-file"] },
};

const all = Object.values(sharedFileSystems);

/** Parts of the names of StorageClasses whose volumes are usually shared between nodes. */
export const sharedClassWords: readonly string[] = [...all.flatMap(({ words }) => words), "rwx"];

/** Parts of the names of CSI drivers and provisioners of shared file systems. */
export const sharedDriverWords: readonly string[] = all.flatMap(({ words, drivers = [] }) => [
  ...words,
  ...drivers,
]);

/** Short words, which others contain: `refs-ssd` is on no EFS. */
const wholeWords = ["efs", "fss", "fsx", "s3", "smb", "nas", "obs.csi"];

/** A pattern of the names, in lower case, that have one of the parts; short ones as words. Written for RE2 as well. */
export function namePattern(parts: readonly string[]): string {
  return parts
    .map((part) => {
      const text = part.replace(/[^a-z0-9-]/g, String.raw`\$&`);
      return wholeWords.includes(part) ? `(^|[^a-z])${text}([^a-z]|$)` : text;
    })
    .join("|");
}

/** Sources of a PersistentVolume that are shared file systems. */
export const sharedSources: readonly string[] = all.flatMap(({ source = [] }) => source);
