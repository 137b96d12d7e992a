import { posix } from "node:path";

import { glanceDirectory, stagingMountPath } from "../../model/image";
import type { EnvironmentVariable } from "./environment";
import type { Field } from "./field";
import { wordsOf } from "./workload";

/** Directory from which the images of kolla copy the configuration. */
export const kollaDirectory = "/var/lib/kolla/config_files";

/** All from which images copy it. */
const copiedDirectories = [kollaDirectory, "/var/lib/config-data"];

/** Whether Glance reads a file as configuration, and how late: what is read later holds. */
export type Search = (path: string) => number | undefined;

/**
 * Where the Glance of a container looks for its configuration, as oslo.config and glance/common/wsgi_app.py do: below
 * /etc/glance, in the home directory, where the environment says, and where its command says.
 */
export function configurationSearch(
  container: Field,
  environment: readonly EnvironmentVariable[],
): Search {
  const valueOf = (name: string) =>
    environment
      .filter((one) => one.name === name)
      .at(-1)
      ?.read();
  const home = valueOf("HOME") ?? stagingMountPath;
  const { files, directories } = argumentsOf(container);
  const named = (valueOf("OS_GLANCE_CONFIG_FILES") ?? "").split(/[;, ]+/).filter(Boolean);
  const configured = valueOf("OS_GLANCE_CONFIG_DIR")?.trim();
  const places: ((path: string) => boolean)[] = [
    (path) => confIn(glanceDirectory)(path) || isIn("/etc", path),
    (path) => copiedDirectories.some((directory) => confIn(directory)(path)),
    (path) => confIn(posix.join(home, ".glance"))(path) || isIn(home, path),
    (path) => configured !== undefined && confIn(configured)(path),
    (path) => [...files, ...named].some((file) => posix.resolve("/", file) === path),
    (path) => directories.some((directory) => confIn(directory)(path)),
  ];
  return (path) => {
    const place = places.map((isThere) => isThere(path)).lastIndexOf(true);
    return place < 0 ? undefined : place;
  };
}

/** Whether configuration may come by a mount: one of such a file, or of a directory with such files. */
export function bringsConfiguration(mountPath: string, search: Search): boolean {
  const path = posix.resolve("/", mountPath);
  const isDirectory = [glanceDirectory, kollaDirectory].some((directory) =>
    `${directory}/`.startsWith(`${path}/`.replace("//", "/")),
  );
  const place = search(posix.join(path, "a.conf")) ?? 0;
  return (
    isDirectory ||
    search(path) !== undefined ||
    path.endsWith(".conf.d") ||
    /\/policy\.(yaml|json)$/.test(path) ||
    // Where the environment or the command says.
    place > 1
  );
}

/**
 * Whether a file is only found by a Glance that is started as `glance-api`: a server of WSGI applications has a name of its
 * own, and oslo.config looks into `<name>.conf.d` and `glance.conf.d`.
 */
export function isOfProgram(path: string, place: number | undefined): boolean {
  return place === 0 && path.startsWith(`${glanceDirectory}/glance-api.conf.d/`);
}

/** Whether a file of a directory with other things, too, is Glance's. */
function isIn(directory: string, path: string): boolean {
  const name = posix.relative(posix.resolve("/", directory), path);
  return /^glance(-api)?\.conf(\.d\/.+\.conf)?$/.test(name);
}

/** Files and directories that the command line names, also within the text of a shell. */
function argumentsOf(container: Field): { files: string[]; directories: string[] } {
  const words = wordsOf(container).map(({ text = "" }) => text);
  const found = [...words.join(" ").matchAll(/--config-(file|dir)(?:=|\s+)["']?([^\s"';&|]+)/g)];
  const of = (kind: string) =>
    found.flatMap(([, name, path = ""]) => (name === kind ? [path] : []));
  return { files: of("file"), directories: of("dir") };
}

function confIn(directory: string): (path: string) => boolean {
  const prefix = `${posix.resolve("/", directory)}/`.replace("//", "/");
  return (path) => path.startsWith(prefix) && path.endsWith(".conf");
}
