import type { Field } from "./field";
import type { KubernetesObject } from "./kubernetesObject";

/** What a Secret or ConfigMap holds under a key. */
export interface HeldText {
  key: string;
  object: KubernetesObject;
  /** Where it is. */
  field: Field;
  /** Whether it stands in `binaryData`, of which files are made and no variables. */
  isBinary: boolean;
  /** Reads the text; empty for what is no text. Throws when it is unknown during preview. */
  read: () => string;
}

/** All that a Secret or ConfigMap holds; what stands in both is taken from stringData, as the API server does. */
export function heldTexts(object: KubernetesObject): HeldText[] {
  const holders = new Map(
    ["data", "binaryData", "stringData"].flatMap((name) =>
      object.manifest.at(name).names.map((key) => [key, name] as const),
    ),
  );
  return [...holders].map(([key, name]) => {
    const holder = object.manifest.at(name);
    const isBinary = name === "binaryData";
    const isEncoded = isBinary || (object.kind === "Secret" && name === "data");
    const read = () => {
      const text = holder.at(key).text ?? "";
      return isEncoded ? Buffer.from(text, "base64").toString("utf8") : text;
    };
    return { key, object, field: holder.place(key), isBinary, read };
  });
}
