import { z } from "zod";

import { nearest } from "../nearest";
import {
  isOpenPolicy,
  isPolicyText,
  isTaskPolicy,
  isWritePolicy,
  policyNames,
  rulesIn,
} from "../policies";

/** Policies of Glance by name. */
export const policies = z
  .record(z.string(), z.string({ error: 'write the policy as a text, such as "role:admin"' }), {
    error: "write policies as name: text",
  })
  .superRefine((given, context) => {
    for (const [name, text] of Object.entries(given)) {
      const message = nameProblem(name) ?? textProblem(name, text);
      if (message !== undefined) {
        context.addIssue({ code: "custom", path: [name], message });
      }
    }
  });

function nameProblem(name: string): string | undefined {
  if (isTaskPolicy(name)) {
    return "leave it out, because imports need it as Glance has it, and the tasks API stays closed";
  }
  const near = nearest(name, policyNames);
  return policyNames.includes(name)
    ? undefined
    : near === undefined
      ? "write a policy that Glance has, such as copy_image"
      : `Glance has no such policy, write ${near}`;
}

function textProblem(name: string, text: string): string | undefined {
  if (isWritePolicy(name) && isOpenPolicy(text)) {
    return "write who may do it, such as role:member, because it lets everybody in";
  }
  if (!isPolicyText(text)) {
    return "write checks such as role:admin with and, or, not and pairs of brackets between them";
  }
  const unknown = rulesIn(text).find((rule) => !policyNames.includes(rule));
  return (
    unknown &&
    `write a rule that Glance has, such as rule:context_is_admin, because rule:${unknown} is none and lets in whom default does`
  );
}
