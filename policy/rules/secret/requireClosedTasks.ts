import { type GlanceOptions, ofConfigurations } from "../../model/glanceOptions";
import { policyFilesOf } from "../../model/policyFile";
import type { ObjectViolation, StackRule } from "../../rule";

const rule = "tasks_api_access";
const message = `must close the tasks API, by [oslo_policy] policy_file and in that file "${rule}: '!'", because it imports images past all checks`;

/** The tasks API is an older way to import, of which Glance warns. */
export const requireClosedTasks: StackRule = {
  name: "secret-require-closed-tasks",
  title: "The tasks API is closed",
  description: "Nobody can use the older tasks API of Glance.",
  severity: "medium",
  level: "mandatory",
  rationale:
    "A task downloads from any address without the filters of web-download and without the plugins of imports " +
    "(Launchpad 2152110). Imports do not need this API.",
  url: "https://bugs.launchpad.net/glance/+bug/2152110",
  remedy: '`[oslo_policy] policy_file`, and in it `tasks_api_access: "!"`',
  ...ofConfigurations(taskViolations),
};

function taskViolations(options: GlanceOptions): ObjectViolation[] {
  const files = policyFilesOf(options);
  const [first] = files;
  if (first === undefined) {
    return [{ ...options.place, message }];
  }
  // The last file that says it holds.
  const { policies, ...place } = files.filter((file) => rule in file.policies).at(-1) ?? first;
  return policies[rule] === "!" ? [] : [{ ...place, message }];
}
