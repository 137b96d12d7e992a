import { celList, celText } from "../cel";
import type { Field } from "./field";

/** Sources of a PersistentVolume that several nodes, or pods, reach as one file system. */
const sharedSources = ["nfs", "cephfs", "hostPath", "glusterfs", "azureFile"];

/** CSI drivers of shared file systems, by a part of their names; written for RE2 as well. */
const sharedDrivers =
  "nfs|cephfs|efs|gluster|lustre|fsx|manila|azurefile|^file\\.csi|filestore|smb";

/** What to write instead of another source; continues a sentence of a message. */
export const sourceMessage =
  "must hold a local volume, or one of a CSI driver for block storage, because staged images " +
  "belong to one Glance pod alone";

/** Whether the source of a volume is private; a patch may leave it out. */
export function hasPrivateSource(volumeSpec: Field, isPatch: boolean): boolean {
  if (sharedSources.some((source) => !volumeSpec.at(source).isAbsent)) {
    return false;
  }
  if (volumeSpec.at("csi").isAbsent) {
    return isPatch || !volumeSpec.at("local").isAbsent;
  }
  const driver = volumeSpec.at("csi", "driver");
  return driver.text === undefined ? isPatch : !new RegExp(sharedDrivers).test(driver.text);
}

/** The same in CEL. */
export function celHasPrivateSource(volumeSpec: string): string {
  const isShared = `${celList(sharedSources)}.exists(s, s in ${volumeSpec})`;
  const driver = `${volumeSpec}.csi.?driver.orValue("nfs")`;
  return `(!${isShared} && (has(${volumeSpec}.csi) ? !${driver}.matches(${celText(sharedDrivers)}) : has(${volumeSpec}.local)))`;
}
