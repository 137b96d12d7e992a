import {
  conversionNeeded,
  decompressesLate,
  decompressionOrder,
  storeModule,
} from "../../../model/image";
import { listItems } from "../../../model/osloConf";
import { type GlanceOptions, ofConfigurations } from "../../model/glanceOptions";
import type { ObjectViolation, StackRule } from "../../rule";

const message = (setting: string) => `must set ${setting}, because ${conversionNeeded}`;
const order = `must have ${decompressionOrder}`;
const plugins = message("[image_import_opts] image_import_plugins = ['image_conversion']");
const format = message("[image_conversion] output_format = raw");

/** What ends in Ceph RBD must be raw. */
export const requireImageConversion: StackRule = {
  name: "secret-require-image-conversion",
  title: "Images for Ceph RBD are converted to raw",
  description: "A Glance API with an RBD store converts imported images to raw.",
  severity: "high",
  level: "mandatory",
  rationale:
    "Nova and Cinder clone raw images in Ceph in no time; of any other format they download and convert the whole " +
    "image for every instance.",
  url: "https://docs.openstack.org/glance/latest/admin/interoperable-image-import.html#the-image-conversion",
  remedy:
    "`[image_import_opts] image_import_plugins = ['image_conversion']` and `[image_conversion] output_format = raw`",
  ...ofConfigurations(conversionViolations),
};

function conversionViolations(options: GlanceOptions): ObjectViolation[] {
  const backends = listItems(options.get("DEFAULT", "enabled_backends")?.value ?? "");
  if (
    !backends.some((backend) => [":rbd", `:${storeModule}`].some((type) => backend.endsWith(type)))
  ) {
    return [];
  }
  const used = options.get("image_import_opts", "image_import_plugins");
  const names = listItems(used?.value ?? "");
  const output = options.get("image_conversion", "output_format");
  return [
    ...(names.includes("image_conversion")
      ? []
      : [{ ...(used ?? options.place), message: plugins }]),
    ...(used !== undefined && decompressesLate(names) ? [{ ...used, message: order }] : []),
    // Absent means raw.
    ...(output === undefined || output.value === "raw" ? [] : [{ ...output, message: format }]),
  ];
}
