import { stagingDirectory } from "../../../model/image";
import { ofConfigurations } from "../../model/glanceOptions";
import type { StackRule } from "../../rule";

const section = "os_glance_staging_store";
const message = `must leave [${section}] filesystem_store_datadir at ${stagingDirectory}, where the claim of the pod is mounted`;

/** A private claim is of no use when images are staged beside it. */
export const requireStagingDirectory: StackRule = {
  name: "secret-require-staging-directory",
  title: "Files leave the staging directory where the claim is",
  description: `No configuration file moves the staging directory away from ${stagingDirectory}.`,
  severity: "critical",
  level: "mandatory",
  rationale:
    "Anywhere else images are staged in the container's own layer, which is lost with it, or on another volume, which " +
    "may be shared; the claim of the pod stays empty.",
  url: "https://docs.openstack.org/glance/latest/admin/interoperable-image-import.html#staging-directory-configuration",
  remedy: `\`filesystem_store_datadir = ${stagingDirectory}\``,
  ...ofConfigurations((options) =>
    ["filesystem_store_datadir", "filesystem_store_datadirs"]
      .flatMap((key) => options.inFiles(section, key))
      .filter(({ value }) => withoutSlash(value) !== stagingDirectory)
      .map((found) => ({ ...found, message })),
  ),
};

function withoutSlash(path: string): string {
  return path.replace(/\/+$/, "");
}
