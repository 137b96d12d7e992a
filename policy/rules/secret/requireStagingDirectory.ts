import { posix } from "node:path";

import { stagingDirectory } from "../../../model/image";
import { type GlanceOption, ofConfigurations } from "../../model/glanceOptions";
import type { StackRule } from "../../rule";

const section = "os_glance_staging_store";
const message = `must leave [${section}] filesystem_store_datadir at ${stagingDirectory}, where the claim of the pod is mounted`;

const uriMessage = `must be file://${stagingDirectory}, where the claim of the pod is mounted`;

/** A private claim is of no use when images are staged beside it. */
export const requireStagingDirectory: StackRule = {
  name: "secret-require-staging-directory",
  title: "Files leave the staging directory where the claim is",
  description: `No configuration file moves the staging directory away from ${stagingDirectory}.`,
  severity: "critical",
  level: "mandatory",
  rationale:
    "Anywhere else images are staged in the container's own layer, which is lost with it, or on another volume, which " +
    "may be shared; the claim of the pod stays empty. A file in `glance-api.conf.d` does not put right what another one says: " +
    "only a Glance that is started as `glance-api` reads it, not one in Apache or uWSGI.",
  url: "https://docs.openstack.org/glance/latest/admin/interoperable-image-import.html#staging-directory-configuration",
  remedy: `\`filesystem_store_datadir = ${stagingDirectory}\``,
  ...ofConfigurations((options) => {
    const isSingleStore = options.get("DEFAULT", "enabled_backends") === undefined;
    return [
      ...["filesystem_store_datadir", "filesystem_store_datadirs"].map((key) => ({
        found: options.inObjects(section, key),
        message,
      })),
      {
        // Of several stores none is staged to by this option.
        found: isSingleStore ? options.inObjects("DEFAULT", "node_staging_uri") : [],
        message: uriMessage,
      },
    ].flatMap(({ found, message }) =>
      decisive(found)
        .filter(({ value }) => directoryIn(value) !== stagingDirectory)
        .slice(0, 1)
        .map(({ object, field }) => ({ object, field, message })),
    );
  }),
};

/** What holds in the end, and what does where a directory is not read that is named like a program. */
function decisive(options: readonly GlanceOption[]): GlanceOption[] {
  return [...options.slice(-1), ...options.filter(({ isCertain }) => isCertain).slice(-1)];
}

/** A path or a URI of a file, without what makes no difference. */
function directoryIn(value: string): string {
  return posix.resolve("/", value.replace(/^file:\/\//, ""));
}
