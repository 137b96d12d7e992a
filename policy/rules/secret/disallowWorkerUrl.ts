import { ofConfigurations } from "../../model/glanceOptions";
import type { StackRule } from "../../rule";

const option = "worker_self_reference_url";
const message = `must not set [DEFAULT] ${option}: every pod reads the same file, and the environment says the URL of each`;

/** A file is the same for all pods, a URL must not be. */
export const disallowWorkerUrl: StackRule = {
  name: "secret-disallow-worker-url",
  title: "No file sets the worker URL",
  description: "The URL of a worker is in its environment only.",
  severity: "medium",
  level: "mandatory",
  rationale:
    "The environment ranks above the file today; when its variable is renamed or removed, all workers have the URL of " +
    "the file, and imports fail.",
  url: "https://docs.openstack.org/glance/latest/admin/interoperable-image-import.html#staging-directory-configuration",
  remedy: "no `worker_self_reference_url` in a configuration file",
  ...ofConfigurations((options) =>
    options.inObjects("DEFAULT", option).map((found) => ({ ...found, message })),
  ),
};
