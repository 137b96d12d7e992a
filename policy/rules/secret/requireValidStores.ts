import { posix } from "node:path";

import { stagingDirectory } from "../../../model/image";
import { type GlanceOption, type GlanceOptions, ofConfigurations } from "../../model/glanceOptions";
import type { ObjectViolation, StackRule } from "../../rule";

const noStart = "because Glance does not start otherwise";
const formMessage = `must have stores as name:driver in [DEFAULT] enabled_backends, separated by commas, each once, without brackets and quotes, ${noStart}`;
const defaultMessage =
  "must name in [glance_store] default_backend one of [DEFAULT] enabled_backends, because images go there";
const reservedMessage = `must have no store in [DEFAULT] enabled_backends whose name begins with os_glance_, ${noStart}`;
const directoryMessage =
  "must have a directory of its own for each store of files, because in that of staging every import finds its image there already and fails";

/** Stores that Glance can name, with a default among them, and apart from what is staged; of drivers nothing is known. */
export const requireValidStores: StackRule = {
  name: "secret-require-valid-stores",
  title: "Glance starts with its stores",
  description:
    "The default store of a Glance API is one that it has, none has a name that Glance reserves, and none is the staging directory.",
  severity: "high",
  level: "mandatory",
  rationale:
    "Glance ends at its start when it does not have its default store (glance_store/multi_backend.py), or a name is reserved " +
    "(glance/common/wsgi_app.py). A store of files names them as staging does, and takes the staged file for one that it has stored before.",
  url: "https://docs.openstack.org/glance/latest/admin/multistores.html",
  remedy: "`[DEFAULT] enabled_backends = rbd:rbd` and `[glance_store] default_backend = rbd`",
  ...ofConfigurations(storeViolations),
};

function storeViolations(options: GlanceOptions): ObjectViolation[] {
  const enabled = options.get("DEFAULT", "enabled_backends");
  if (enabled === undefined || enabled.value.trim() === "") {
    return [];
  }
  const drivers = driversIn(enabled.value);
  if (drivers === undefined) {
    return [{ ...enabled, message: formMessage }];
  }
  const chosen = options.get("glance_store", "default_backend");
  return [
    ...(drivers.has(chosen?.value.trim() ?? "")
      ? []
      : [{ ...(chosen ?? options.place), message: defaultMessage }]),
    ...([...drivers.keys()].some((name) => name.startsWith("os_glance_"))
      ? [{ ...enabled, message: reservedMessage }]
      : []),
    ...directoriesOf(options, drivers)
      // One with several directories has a priority behind each.
      .filter(({ value }) => posix.resolve("/", value.replace(/:\d+$/, "")) === stagingDirectory)
      .slice(0, 1)
      .map((option) => ({ ...option, message: directoryMessage })),
  ];
}

/** The driver of each store by its name; undefined for what oslo.config does not read as such. */
function driversIn(value: string): Map<string, string> | undefined {
  const stores = value.split(",").map((item) => item.trim().split(/\s*:\s*/));
  const drivers = new Map(stores.map(([name = "", driver = ""]) => [name, driver]));
  const isRight = stores.every(
    (parts) => parts.length === 2 && parts.every((part) => /^[^"'[\]]+$/.test(part)),
  );
  return isRight && drivers.size === stores.length ? drivers : undefined;
}

const fileDrivers = ["file", "filesystem"];

/** Where the stores of files have their directories. */
function directoriesOf(
  options: GlanceOptions,
  drivers: ReadonlyMap<string, string>,
): GlanceOption[] {
  return [...drivers]
    .filter(([, driver]) => fileDrivers.includes(driver))
    .flatMap(([name]) => [
      options.get(name, "filesystem_store_datadir"),
      options.get(name, "filesystem_store_datadirs"),
      // Of this one every line counts.
      ...options.inObjects(name, "filesystem_store_datadirs"),
    ])
    .filter((option) => option !== undefined);
}
