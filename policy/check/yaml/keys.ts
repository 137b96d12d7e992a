import { isScalar, type Scalar } from "yaml";

import { isPlain } from "../../../render/yamlMistakes";
import { plainKey } from "./scalars";

/** The name that a node is as a key; undefined for what is no text. */
export function keyText(node: unknown): string | undefined {
  return isScalar(node) ? (isPlain(node) ? plainKey(textOf(node)) : textOf(node)) : undefined;
}

/** Whether a key takes over the fields of others. */
export function isMergeKey(node: unknown): boolean {
  return isScalar(node) && isPlain(node) && textOf(node) === "<<";
}

/** The text of a scalar. */
export function textOf({ value }: Scalar): string {
  return typeof value === "string" ? value : "";
}
