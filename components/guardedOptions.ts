import * as pulumi from "@pulumi/pulumi";

/** The options of a component that a hook guards whenever it is updated. */
export function guardedOptions(
  guard: pulumi.ResourceHook,
  opts: pulumi.ComponentResourceOptions = {},
): pulumi.ComponentResourceOptions {
  return pulumi.mergeOptions(opts, { hooks: { beforeUpdate: [guard] } });
}
