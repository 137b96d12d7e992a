/** Builds the URN that the engine gives a resource. */
export function resourceUrn(
  stack: string,
  project: string,
  parent: string | undefined,
  type: string,
  name: string,
): string {
  const parentType = parent === undefined ? "" : qualifiedType(parent);
  const prefix = parentType === "" || parentType === "pulumi:pulumi:Stack" ? "" : `${parentType}$`;
  return `urn:pulumi:${stack}::${project}::${prefix}${type}::${name}`;
}

/** Name of the package that a type belongs to, `kubernetes` for `kubernetes:core/v1:Secret`. */
export function packageOf(type: string): string {
  return type.split(":")[0] ?? type;
}

function qualifiedType(urn: string): string {
  return urn.split("::")[2] ?? "";
}
