import { stagingDirectory, stagingMountPath, workerUrlVariable } from "../../model/image";
import type { Field } from "./field";
import type { KubernetesObject } from "./kubernetesObject";
import { remembered } from "./remembered";
import { containerMounts, isJob, type Mount, type Workload, workloadOf } from "./workload";

/** Name of the container that runs Glance. */
export const apiContainerName = "glance-api";

/**
 * Images of Glance: `glance`, `glance-api` or `glance-wsgi`, also behind the name of a distribution or before it, in any
 * registry and with any tag or digest; `glance-api-exporter` is not. Written for RE2 as well, which the API server uses.
 */
export const apiImagePattern =
  "^(.*/)?([^/:@]*[-_.])?glance([-_](api|wsgi|httpd|wsgi-api))?" +
  "([-_.]?(rhel|el|centos|ubuntu|debian|rocky|alma|suse|alpine|wolfi|distroless|fips|slim|source|binary|[0-9])[^/:@]*)?" +
  "([:@](.|\\n)*)?$";

const apiImage = new RegExp(apiImagePattern, "s");
const staging = directoriesOf(stagingDirectory);

/**
 * Whether these are the pods of a Glance API. They show it by a mount at `/var/lib/glance`, at the
 * staging directory or below it; or by a container that is named `glance-api`, runs an image
 * `glance` or `glance-api`, or is told a worker URL. A mount higher up, such as `/var/lib`, says nothing about the pod.
 */
export function isGlanceApi(workload: Workload): boolean {
  return workload.mounts.some(isGlanceMount) || workload.containers.some(isApiContainer);
}

/** An object as a workload whose pods are those of a Glance API; none for others. */
export const glanceWorkloadOf = remembered((object: KubernetesObject): readonly Workload[] => {
  const workload = workloadOf(object);
  return workload !== undefined && isGlanceApi(workload) ? [workload] : [];
});

/** The StatefulSets among objects whose pods are those of a Glance API. */
export function glanceStatefulSets(objects: readonly KubernetesObject[]): Workload[] {
  return objects.filter(({ kind }) => kind === "StatefulSet").flatMap(glanceWorkloadOf);
}

/** The mounts of a Glance API pod that decide where images are staged: at, above or below. */
export function stagingMountsOf(workload: Workload): Mount[] {
  const mounts = workload.mounts.filter(touchesStaging);
  return mounts.length > 0 && isGlanceApi(workload) ? mounts : [];
}

/**
 * The containers that serve the API: told a URL, named `glance-api`, or with an image of Glance and the staging volume.
 * Name and image say nothing in a Job, nor does the image of an init container.
 */
export function servingContainersOf(workload: Workload): Field[] {
  return workload.containers.filter(
    (container) =>
      workerUrlsOf(container).length > 0 ||
      (!isJob(workload) &&
        (container.at("name").text === apiContainerName ||
          (container.keys.at(-2) === "containers" &&
            hasApiImage(container) &&
            hasStagingMount(container)))),
  );
}

/** Whether a container has a volume at the staging directory or above it. */
export function hasStagingMount(container: Field): boolean {
  return containerMounts(container).some(
    ({ directories }) => !leavesItsPath(directories) && isWithin(directories, staging),
  );
}

/** The entries of a container's environment that tell Glance its own URL. */
export function workerUrlsOf(container: Field): Field[] {
  return environmentOf(container, workerUrlVariable);
}

/** The entries of a container's environment with one of the names. */
export function environmentOf(container: Field, ...names: string[]): Field[] {
  return container.all("env[]").filter((entry) => names.includes(entry.at("name").text ?? ""));
}

/** Whether a mount is at the staging directory, above it or below it. */
export function touchesStaging({ directories }: Mount): boolean {
  return (
    leavesItsPath(directories) || isWithin(directories, staging) || isWithin(staging, directories)
  );
}

function isGlanceMount(mount: Mount): boolean {
  const { directories } = mount;
  return (
    touchesStaging(mount) &&
    (leavesItsPath(directories) || isWithin(directoriesOf(stagingMountPath), directories))
  );
}

/** Nobody writes `..` into a mount path without a reason: it may lead anywhere, also to the staging directory. */
function leavesItsPath(directories: readonly string[]): boolean {
  return directories.includes("..");
}

/** Whether `path` is `directory` or lies below it. */
function isWithin(directory: readonly string[], path: readonly string[]): boolean {
  return directory.every((name, index) => name === path[index]);
}

function directoriesOf(path: string): string[] {
  return path.split("/").filter((name) => name !== "");
}

function isApiContainer(container: Field): boolean {
  return (
    container.at("name").text === apiContainerName ||
    workerUrlsOf(container).length > 0 ||
    hasApiImage(container)
  );
}

function hasApiImage(container: Field): boolean {
  return apiImage.test(container.at("image").text ?? "");
}
