import { UserError } from "../model/userError";

/** How the engine protocol marks special values, as in `@pulumi/pulumi/runtime/rpc`, which would load the whole SDK. */
export const specialSigKey = "4dabf18193072939515e22adb298388d";
export const specialSecretSig = "1b47061264138c4ac30d75fd1eb44270";
export const specialResourceSig = "5cf8f73096256a8f31e491e813e4eb8e";
export const specialAssetSig = "c44067f5952c0a294b673a41bacd8c17";
export const specialArchiveSig = "0def7320c3a5731c473e5ecbe6d01bc7";
export const specialOutputValueSig = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** A property as the engine protocol carries it. */
export type PropertyValue =
  string | number | boolean | null | PropertyValue[] | { [key: string]: PropertyValue };

/** The inputs or outputs of a resource. */
export type Properties = Record<string, PropertyValue>;

/** Stands for a value that only a deployed cluster knows. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** What a masked secret looks like. */
export const mask = "[secret]";

const foreignSignatures: Record<string, string> = {
  [specialResourceSig]: "a resource in place of one of its outputs",
  [specialAssetSig]: "an asset",
  [specialArchiveSig]: "an archive",
  [specialOutputValueSig]: "an output value",
};

/** Whether a value is an object, not a list. */
export function isObject(value: PropertyValue | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Marks a value as secret. */
export function secret(value: PropertyValue): PropertyValue {
  return isSecret(value) ? value : { [specialSigKey]: specialSecretSig, value };
}

/** Whether a value carries the secret mark. */
export function isSecret(value: PropertyValue | undefined): value is { value: PropertyValue } {
  return isObject(value) && value[specialSigKey] === specialSecretSig;
}

/** A value without its own secret mark; marks further inside stay. */
export function unwrap(value: PropertyValue | undefined): PropertyValue | undefined {
  return isSecret(value) ? value.value : value;
}

/** A value that was made of another one without its secret marks, with these marks again where it has the same places. */
export function withMarks(value: PropertyValue, marked: PropertyValue | undefined): PropertyValue {
  if (isSecret(marked)) {
    return secret(withMarks(value, marked.value));
  }
  return mapChildren(value, (child, key) =>
    withMarks(child, typeof marked === "object" ? (marked as Properties | null)?.[key] : undefined),
  );
}

/** Whether a value holds the secret mark anywhere. */
export function containsSecret(value: PropertyValue): boolean {
  return isSecret(value) || children(value).some(containsSecret);
}

/** Whether a value holds the unknown sentinel anywhere. */
export function containsUnknown(value: PropertyValue): boolean {
  return value === unknown || children(value).some(containsUnknown);
}

/** All texts below the secret marks of a value. */
export function secretTexts(value: PropertyValue, marked = false): string[] {
  if (isSecret(value)) {
    return secretTexts(value.value, true);
  }
  if (typeof value === "string" || typeof value === "number") {
    return marked ? [String(value)] : [];
  }
  return children(value).flatMap((child) => secretTexts(child, marked));
}

/** A value with every secret replaced by the mask, for people to read. */
export function masked(value: PropertyValue): PropertyValue {
  if (isSecret(value)) {
    return mask;
  }
  return mapChildren(value, masked);
}

/**
 * A value as a manifest can hold it: secrets unwrapped.
 * Unknowns and what the engine alone understands are refused.
 *
 * @param owner Names the resource in the refusal.
 * @param path Where the value is inside its resource.
 */
export function plain(value: PropertyValue, owner: string, path = ""): PropertyValue {
  if (value === unknown) {
    throw new UserError(
      `${owner} needs a value that only the deployed cluster knows, at '${path}'.`,
    );
  }
  if (isSecret(value)) {
    return plain(value.value, owner, path);
  }
  const signature = isObject(value) ? value[specialSigKey] : undefined;
  if (signature !== undefined) {
    const what =
      (typeof signature === "string" ? foreignSignatures[signature] : undefined) ??
      "a value of an unknown kind";
    throw new UserError(`${owner} holds ${what}, at '${path}', which no manifest can.`);
  }
  return mapChildren(value, (child, key) =>
    plain(child, owner, typeof key === "number" ? `${path}[${key}]` : join(path, key)),
  );
}

function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

function children(value: PropertyValue): PropertyValue[] {
  return typeof value === "object" && value !== null ? Object.values(value) : [];
}

function mapChildren(
  value: PropertyValue,
  change: (child: PropertyValue, key: string | number) => PropertyValue,
): PropertyValue {
  if (Array.isArray(value)) {
    return value.map(change);
  }
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, child]) => [key, change(child, key)]),
    );
  }
  return value;
}
