import type { EvaluatedResource } from "../../render";
import { mask } from "../../render/values";

/** A line of a configuration file that rules may name and that tells nothing. */
const sectionHeader = /^\s*\[\w+\]\s*$/;

/** All lines of a stack that no output may show: what it marks as secret, and what its Secrets hold. */
export function stackSecrets(
  resources: readonly Pick<EvaluatedResource, "manifest" | "maskedManifest">[],
): string[] {
  return resources
    .flatMap(({ manifest, maskedManifest }) => [
      ...maskedTexts(manifest, maskedManifest),
      ...(manifest["kind"] === "Secret"
        ? [...textsOf(manifest["stringData"]), ...textsOf(manifest["data"]).flatMap(decoded)]
        : []),
    ])
    .flatMap((text) => text.split("\n"))
    .filter((line) => !sectionHeader.test(line));
}

/** The texts that stand where another value shows the mask. */
function maskedTexts(value: unknown, masked: unknown): string[] {
  if (masked === mask) {
    return value === mask ? [] : textsOf(value);
  }
  return isObject(value) && isObject(masked)
    ? Object.keys(value).flatMap((key) => maskedTexts(value[key], masked[key]))
    : [];
}

function textsOf(value: unknown): string[] {
  if (typeof value === "string" || typeof value === "number") {
    return [String(value)];
  }
  return isObject(value) ? Object.values(value).flatMap(textsOf) : [];
}

function decoded(base64: string): string[] {
  return [base64, Buffer.from(base64, "base64").toString("utf8")];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
