import { posix } from "node:path";

import { parse } from "yaml";

import { kollaDirectory } from "./configurationSearch";
import type { ConfigurationFile } from "./configurationFiles";
import type { GlanceOptions } from "./glanceOptions";

/** The file with the policies that differ from Glance's own; undefined when the pods have none. */
function policyFileOf(options: GlanceOptions): ConfigurationFile | undefined {
  const policyFile = options.get("oslo_policy", "policy_file")?.value ?? "policy.yaml";
  // A relative path starts at a directory of the configuration.
  return options.otherFiles.find(
    ({ path }) =>
      (policyFile.startsWith("/")
        ? path === posix.normalize(policyFile)
        : path.endsWith(`/${policyFile}`)) ||
      path === posix.join(kollaDirectory, posix.basename(policyFile)),
  );
}

/** A file with policies. */
interface PolicyFile extends Pick<ConfigurationFile, "object" | "field"> {
  policies: Record<string, unknown>;
}

/** The files with policies, in the order in which they are read: what a later one says holds. */
export function policyFilesOf(options: GlanceOptions): PolicyFile[] {
  const directories = options.get("oslo_policy", "policy_dirs")?.value ?? "policy.d";
  const further = options.otherFiles.filter(({ path }) => {
    const parent = posix.dirname(path);
    return directories
      .split(",")
      .map((directory) => directory.trim().replace(/\/+$/, ""))
      .some((directory) =>
        directory.startsWith("/")
          ? parent === directory
          : directory !== "" && parent.endsWith(`/${directory}`),
      );
  });
  return [policyFileOf(options) ?? [], further]
    .flat()
    .map(({ object, field, read }) => ({ object, field, policies: policiesIn(read()) }));
}

/** The policies in the text of such a file, which is YAML or JSON; none in one that cannot be read. */
function policiesIn(text: string): Record<string, unknown> {
  try {
    const policies: unknown = parse(text, { logLevel: "silent" });
    return typeof policies === "object" && policies !== null
      ? (policies as Record<string, unknown>)
      : {};
  } catch {
    return {};
  }
}
