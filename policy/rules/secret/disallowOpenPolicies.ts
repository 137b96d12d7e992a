import { isOpenPolicy, isWritePolicy } from "../../../model/policies";
import { type GlanceOptions, ofConfigurations } from "../../model/glanceOptions";
import { policyFilesOf } from "../../model/policyFile";
import type { ObjectViolation, StackRule } from "../../rule";

/** A policy that is empty or "@" lets in whoever has a token. */
export const disallowOpenPolicies: StackRule = {
  name: "secret-disallow-open-policies",
  title: "Policies let nobody in for everything",
  description: "No policy of Glance lets everybody change images, metadata definitions or caches.",
  severity: "high",
  level: "advisory",
  rationale:
    "With an empty policy, or with @, every user of the cloud may do it to images of all projects, also of the service's own.",
  url: "https://docs.openstack.org/oslo.policy/latest/admin/policy-yaml-file.html",
  remedy: "roles and projects, such as `rule:context_is_admin`, in the policy file",
  ...ofConfigurations(openViolations),
};

function openViolations(options: GlanceOptions): ObjectViolation[] {
  return policyFilesOf(options).flatMap(({ object, field, policies }) =>
    Object.entries(policies)
      .filter(([name, text]) => isWritePolicy(name) && isOpen(text))
      .map(([name]) => ({
        object,
        field,
        message: `must say who ${name} is for, because an empty policy lets everybody in`,
      })),
  );
}

/** oslo.policy takes a list of lists, too, and an empty one for an empty text. */
function isOpen(text: unknown): boolean {
  return typeof text === "string" ? isOpenPolicy(text) : Array.isArray(text) && text.length === 0;
}
