import { listItems } from "../../../model/osloConf";
import { type GlanceOptions, ofConfigurations } from "../../model/glanceOptions";
import type { ObjectViolation, StackRule } from "../../rule";

const section = "import_filtering_opts";
const hostsMessage =
  `must set [${section}] disallowed_hosts or allowed_hosts, because web-download makes Glance fetch any address ` +
  "that a user names, also the cloud's own services";
const openMessage = (what: string) =>
  `must not empty [${section}] allowed_${what}, because web-download then takes any of them`;

/** Glance downloads on behalf of its users, from inside the cloud. */
export const requireDownloadFilters: StackRule = {
  name: "secret-require-download-filters",
  title: "web-download is filtered",
  description:
    "A Glance API with web-download says from which hosts, ports and schemes it downloads.",
  severity: "high",
  level: "mandatory",
  rationale:
    "With web-download a user makes Glance fetch an address of his choice, and reads the answer as an image: a way " +
    "into the cloud's internal network (server-side request forgery).",
  url: "https://docs.openstack.org/glance/latest/admin/interoperable-image-import.html#configuring-the-web-download-method",
  remedy: "`[import_filtering_opts] disallowed_hosts` or `allowed_hosts`, or no `web-download`",
  ...ofConfigurations(filterViolations),
};

function filterViolations(options: GlanceOptions): ObjectViolation[] {
  const methods = options.get("DEFAULT", "enabled_import_methods");
  // Absent means all methods but glance-download.
  if (methods !== undefined && !listItems(methods.value).includes("web-download")) {
    return [];
  }
  const list = (key: string) => listItems(options.get(section, key)?.value ?? "");
  const hasHosts = [...list("allowed_hosts"), ...list("disallowed_hosts")].length > 0;
  const emptied = ["schemes", "ports"].flatMap((what) => {
    const option = options.get(section, `allowed_${what}`);
    const isOpen = option !== undefined && listItems(option.value).length === 0;
    return isOpen && list(`disallowed_${what}`).length === 0
      ? [{ ...option, message: openMessage(what) }]
      : [];
  });
  return [...(hasHosts ? [] : [{ ...options.place, message: hostsMessage }]), ...emptied];
}
