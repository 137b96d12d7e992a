import { sharedDriverWords, sharedSources } from "../../model/sharedFileSystems";
import { anyOf, cel, type Expression } from "../cel/expression";
import type { Field } from "../model/field";
import { listSetting } from "../rule";
import { type Demand, without } from "./demand";

/** Setting of the rules about access modes. */
export interface LocalClasses {
  /** StorageClasses of local volumes, which know no ReadWriteOncePod. */
  localClasses: string[];
}

/** Schema of that setting. */
export const localClassesSchema = listSetting(
  "StorageClasses of local volumes, which know no ReadWriteOncePod.",
  ["local-storage"],
);

/** What access modes must be instead; continues a sentence. */
export const accessModesMessage =
  'must be ["ReadWriteOnce"], because staged images belong to one Glance pod alone';

/** What a volume must hold instead; continues a sentence. */
export const sourceMessage =
  "must hold a local volume, or one of a CSI driver for block storage, because staged images " +
  "belong to one Glance pod alone";

/** Sources of a PersistentVolume that several nodes, or pods, reach. */
const openSources = [...sharedSources, "hostPath"];
const privateDriver = without(sharedDriverWords);

/** Access modes that keep a claim private; ReadWriteOncePod only with a class that may know it. */
export function privateClaim(localClasses: readonly string[]): Demand {
  const unknowing = ["", ...localClasses];
  return {
    isMet: (modes, { place }) =>
      isPrivate(modes, () => !unknowing.includes(place.at("storageClassName").text ?? "")),
    inCel: (modes, spec) =>
      isPrivateInCel(modes, cel`!(${spec}.?storageClassName.orValue("") in ${unknowing})`),
  };
}

/** Access modes that keep a volume private; ReadWriteOncePod only with a CSI driver. */
export const privateVolume: Demand = {
  isMet: (modes, { place, isPatch }) =>
    isPrivate(modes, () => isPatch || !place.at("csi").isAbsent),
  inCel: (modes, spec) => isPrivateInCel(modes, cel`${spec}.?csi.hasValue()`),
};

/**
 * Parameters, by which drivers for blocks and files alike are told to make files, and patterns of their values in lower case: those of
 * Trident, Unity, Infinidat, FlashBlade, Nutanix, Huawei, HPE and Portworx. Written for RE2 as well.
 */
const fileParameters: readonly (readonly [keys: readonly string[], values: string])[] = [
  [["protocol", "storage_protocol", "backend"], "^(file|pure_file|nfs[34]?|smb)$"],
  [["csi.storage.k8s.io/fstype", "fsType", "fstype"], "^(nfs[34]?|smb|cifs)$"],
  [["backendType"], "nas"],
  [["storageType"], "files$"],
  [["volumeType"], "^fs$"],
  [["nfsResources", "sharedv4"], "^true$"],
  [["csi.storage.k8s.io/csi-driver-name"], "^(nas|sfsturbo|obs)[.]"],
];

/** Whether the parameters of a class, or the attributes of a volume, are those of shared files. */
export function isOfFiles(parameters: Field): boolean {
  return fileParameters.some(([keys, values]) =>
    keys.some((key) => new RegExp(values).test((parameters.at(key).text ?? "").toLowerCase())),
  );
}

/** A specification of a volume that no other node or pod reaches; a patch may leave the volume out. */
export const privateSource: Demand = {
  isMet(spec, at) {
    if (openSources.some((source) => !spec.at(source).isAbsent)) {
      return false;
    }
    if (spec.at("csi").isAbsent) {
      return at.isPatch || !spec.at("local").isAbsent;
    }
    const driver = spec.at("csi", "driver");
    return (
      !isOfFiles(spec.at("csi", "volumeAttributes")) &&
      (driver.isAbsent ? at.isPatch : privateDriver.isMet(driver, at))
    );
  },
  inCel: (spec) => cel`!${openSources}.exists(s, s in ${spec}) && (${spec}.?csi.hasValue() \
? ${privateDriver.inCel(cel`${spec}.csi.driver`, spec)} && !${isOfFilesInCel(cel`${spec}.csi.?volumeAttributes`)} \
: ${spec}.?local.hasValue())`,
};

function isOfFilesInCel(attributes: Expression): Expression {
  const value = (key: string) => cel`${attributes}[?${key}].orValue("").lowerAscii()`;
  return cel`(${anyOf(
    fileParameters.flatMap(([keys, values]) =>
      keys.map((key) => cel`${value(key)}.matches(${values})`),
    ),
  )})`;
}

function isPrivate(modes: Field, canBeOfOnePod: () => boolean): boolean {
  const [mode, ...others] = modes.items();
  return (
    others.length === 0 &&
    (mode?.text === "ReadWriteOnce" || (mode?.text === "ReadWriteOncePod" && canBeOfOnePod()))
  );
}

function isPrivateInCel(modes: Expression, canBeOfOnePod: Expression): Expression {
  return cel`(${modes} == ["ReadWriteOnce"] || (${modes} == ["ReadWriteOncePod"] && ${canBeOfOnePod}))`;
}
