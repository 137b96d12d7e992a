import { posix } from "node:path";

import { parse } from "yaml";

import { type GlanceOptions, judgeConfigurations } from "../objects/glanceOptions";
import { secretsAreOpaque } from "../objects/secrets";
import type { ObjectProblem, StackRule } from "../rule";

const rule = "tasks_api_access";
const advice = `must close the tasks API, by [oslo_policy] policy_file and in that file "${rule}: '!'", because it imports images past all checks`;

/** The tasks API is an older way to import, of which Glance warns. */
export const requireClosedTasks: StackRule = {
  name: "secret-require-closed-tasks",
  title: "The tasks API is closed",
  description: "Nobody can use the older tasks API of Glance.",
  severity: "medium",
  level: "mandatory",
  why: {
    text:
      "A task downloads from any address without the filters of web-download and without the plugins of imports " +
      "(Launchpad 2152110). Imports do not need this API.",
    url: "https://bugs.launchpad.net/glance/+bug/2152110",
  },
  remedy: '`[oslo_policy] policy_file`, and in it `tasks_api_access: "!"`',
  scope: "stack",
  judge: (stack) => judgeConfigurations(stack, taskProblems),
  notAdmitted: secretsAreOpaque,
};

function taskProblems(options: GlanceOptions): ObjectProblem[] {
  const policyFile = options.get("oslo_policy", "policy_file")?.value ?? "policy.yaml";
  // A relative path starts at a directory of the configuration.
  const file = options.otherFiles.find(({ path }) =>
    policyFile.startsWith("/")
      ? path === posix.normalize(policyFile)
      : path.endsWith(`/${policyFile}`),
  );
  if (file === undefined) {
    return [{ ...options.place, advice }];
  }
  return ruleIn(file.read()) === "!" ? [] : [{ object: file.object, field: file.field, advice }];
}

/** What a policy file says of the tasks API; oslo.policy takes YAML and JSON. */
function ruleIn(text: string): unknown {
  try {
    const policies: unknown = parse(text, { logLevel: "silent" });
    return typeof policies === "object" && policies !== null && Object.hasOwn(policies, rule)
      ? (policies as Record<string, unknown>)[rule]
      : undefined;
  } catch {
    return undefined;
  }
}
