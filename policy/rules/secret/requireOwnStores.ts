import { posix } from "node:path";

import { stagingDirectory } from "../../../model/image";
import { listItems } from "../../../model/osloConf";
import { type GlanceOptions, ofConfigurations } from "../../model/glanceOptions";
import type { ObjectViolation, StackRule } from "../../rule";

const noStart = "because Glance does not start otherwise";
const defaultMessage = `must name in [glance_store] default_backend one of [DEFAULT] enabled_backends, ${noStart}`;
const reservedMessage = `must have no store in [DEFAULT] enabled_backends whose name begins with os_glance_, ${noStart}`;
const directoryMessage = (store: string, key: string) =>
  `must have a directory of its own in [${store}] ${key}, because in that of staging every import finds its image there already and fails`;

/** Stores with which Glance starts, and apart from what is staged. */
export const requireOwnStores: StackRule = {
  name: "secret-require-own-stores",
  title: "The stores of Glance are its own",
  description:
    "The default store of a Glance API is one that it has, none has a name that Glance reserves, and none is in the staging directory.",
  severity: "high",
  level: "mandatory",
  rationale:
    "Glance ends at its start when it does not have its default store, or a name is reserved (glance/common/wsgi_app.py). A store of " +
    "files names them as staging does, and takes the staged file for one that it has stored before.",
  url: "https://docs.openstack.org/glance/latest/admin/multistores.html",
  remedy: "`[DEFAULT] enabled_backends = rbd:rbd` and `[glance_store] default_backend = rbd`",
  ...ofConfigurations(storeViolations),
};

function storeViolations(options: GlanceOptions): ObjectViolation[] {
  const enabled = options.get("DEFAULT", "enabled_backends");
  if (enabled === undefined || enabled.value.trim() === "") {
    return [];
  }
  const stores = listItems(enabled.value).map((item) => item.split(":").map((part) => part.trim()));
  const names = stores.map(([name = ""]) => name);
  const chosen = options.get("glance_store", "default_backend");
  return [
    ...(chosen === undefined || names.includes(chosen.value.trim())
      ? []
      : [{ ...chosen, message: defaultMessage }]),
    ...(names.some((name) => name.startsWith("os_glance_"))
      ? [{ ...enabled, message: reservedMessage }]
      : []),
    ...names.flatMap((name) => directoryViolations(options, name)),
  ];
}

function directoryViolations(options: GlanceOptions, store: string): ObjectViolation[] {
  return ["filesystem_store_datadir", "filesystem_store_datadirs"].flatMap((key) => {
    const found = options.get(store, key);
    // The second one may have a priority behind the path.
    const path = posix.resolve("/", found?.value.replace(/:\d+$/, "") ?? "");
    return found !== undefined && `${path}/`.startsWith(`${stagingDirectory}/`)
      ? [{ ...found, message: directoryMessage(store, key) }]
      : [];
  });
}
