import * as pulumi from "@pulumi/pulumi";

/** The options of a component that hooks guard: one whenever it is updated, and one before it is made. */
export function guardedOptions(
  beforeUpdate: pulumi.ResourceHook,
  opts: pulumi.ComponentResourceOptions = {},
  beforeCreate: readonly pulumi.ResourceHook[] = [],
): pulumi.ComponentResourceOptions {
  return pulumi.mergeOptions(opts, {
    hooks: { beforeUpdate: [beforeUpdate], beforeCreate: [...beforeCreate] },
  });
}
