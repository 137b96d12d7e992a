import { listItems } from "../../../model/osloConf";
import { ofConfigurations } from "../../model/glanceOptions";
import type { StackRule } from "../../rule";

const message =
  "must keep glance-direct among [DEFAULT] enabled_import_methods, because it is the method that distributed import is about";

/** Only glance-direct has two calls, which two pods may get. */
export const requireGlanceDirect: StackRule = {
  name: "secret-require-glance-direct",
  title: "glance-direct is enabled",
  description: "A Glance API lets clients stage and import images.",
  severity: "medium",
  level: "mandatory",
  rationale:
    "Clients that stage an image and may not import it leave it in the staging directory for good; and staging " +
    "volumes are for nothing else.",
  url: "https://docs.openstack.org/glance/latest/admin/interoperable-image-import.html#configuring-the-glance-direct-method",
  remedy: "`[DEFAULT] enabled_import_methods = [glance-direct,web-download]`",
  ...ofConfigurations((options) => {
    // Absent means all methods but glance-download.
    const methods = options.get("DEFAULT", "enabled_import_methods");
    return methods === undefined || listItems(methods.value).includes("glance-direct")
      ? []
      : [{ ...methods, message }];
  }),
};
