import {
  type ResourceValidationArgs,
  type ResourceValidationPolicy,
  unknownCheckingProxy,
} from "@pulumi/policy";

import { policyOf } from "../../policy/crossguard";
import type { ObjectRule } from "../../policy/rule";

/** What a rule reports on a resource as a policy; its unknown values throw, as they do during preview. */
export function violations<Settings extends object>(
  rule: ObjectRule<Settings>,
  type: string,
  props: unknown,
  config: object = {},
): string[] {
  const args: ResourceValidationArgs = {
    type,
    props: unknownCheckingProxy(props),
    urn: `urn:pulumi:test::glance::${type}::logical-name`,
    name: "logical-name",
    opts: {
      protect: false,
      ignoreChanges: [],
      aliases: [],
      additionalSecretOutputs: [],
      customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
    },
    stackTags: new Map(),
    isType: () => {
      throw new Error("the policies of this pack go by kind, not by class");
    },
    asType: () => undefined,
    getConfig: <T extends object>() => config as T,
    notApplicable: (reason) => {
      throw new Error(`unexpectedly not applicable: ${reason}`);
    },
  };
  const policy = policyOf(rule) as ResourceValidationPolicy;
  const messages: string[] = [];
  for (const validate of [policy.validateResource ?? []].flat()) {
    void validate(args, (message) => messages.push(String(message)));
  }
  return messages;
}
