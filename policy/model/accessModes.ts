import { celList } from "../cel";
import type { SettingSchema } from "../rule";
import type { Field } from "./field";

/** Setting of the rules about access modes. */
export interface LocalClasses {
  /** StorageClasses of local volumes, which know no ReadWriteOncePod. */
  localClasses: string[];
}

/** Schema of that setting. */
export const localClassesSchema: SettingSchema = {
  type: "array",
  items: { type: "string" },
  default: ["local-storage"],
  description: "StorageClasses of local volumes, which know no ReadWriteOncePod.",
};

/** What to write instead of other access modes; continues a sentence of a message. */
export const accessModesMessage =
  'must be ["ReadWriteOnce"], because staged images belong to one Glance pod alone';

/**
 * Whether the access modes of a claim keep it private: ReadWriteOnce and nothing else, or
 * ReadWriteOncePod, which only CSI drivers know. What is absent from a patch is left as it is.
 */
export function isPrivateClaim(
  claimSpec: Field,
  isPatch: boolean,
  localClasses: string[],
): boolean {
  const accessModes = claimSpec.at("accessModes");
  if (accessModes.isAbsent) {
    return isPatch;
  }
  const mode = onlyMode(accessModes);
  if (mode !== "ReadWriteOncePod") {
    return mode === "ReadWriteOnce";
  }
  const storageClass = claimSpec.at("storageClassName").text;
  return storageClass !== undefined && !localClasses.includes(storageClass);
}

/** The same in CEL, of the specification of a claim. */
export function celIsPrivateClaim(claimSpec: string, localClasses: string[]): string {
  const mode = `${claimSpec}.?accessModes.orValue([])`;
  const storageClass = `${claimSpec}.?storageClassName.orValue("")`;
  return (
    `${mode} == ["ReadWriteOnce"] || (${mode} == ["ReadWriteOncePod"] && ` +
    `!(${storageClass} in ${celList(["", ...localClasses])}))`
  );
}

/** Whether the access modes of a volume keep it private; ReadWriteOncePod needs a CSI driver. */
export function isPrivateVolume(volumeSpec: Field, isPatch: boolean): boolean {
  const accessModes = volumeSpec.at("accessModes");
  if (accessModes.isAbsent) {
    return isPatch;
  }
  const mode = onlyMode(accessModes);
  return (
    mode === "ReadWriteOnce" ||
    (mode === "ReadWriteOncePod" && (isPatch || !volumeSpec.at("csi").isAbsent))
  );
}

/** The same in CEL, of the specification of a volume. */
export function celIsPrivateVolume(volumeSpec: string): string {
  const mode = `${volumeSpec}.?accessModes.orValue([])`;
  return `${mode} == ["ReadWriteOnce"] || (${mode} == ["ReadWriteOncePod"] && has(${volumeSpec}.csi))`;
}

function onlyMode(accessModes: Field): string | undefined {
  const [mode, ...others] = accessModes.items();
  return others.length === 0 ? mode?.text : undefined;
}
