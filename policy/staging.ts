import { stagingDirectory, stagingMountPath, workerUrlVariable } from "../components/names";
import type { Field } from "./field";
import { containerMounts, type Mount, type Workload } from "./workload";

/** Name of the container that runs Glance. */
export const apiContainerName = "glance-api";

/** Names of its image: `glance`, or one with `glance-api`. */
const apiImage = /^glance$|glance-api/;

/**
 * Whether these are the pods of a Glance API. They show it by a mount at `/var/lib/glance`, at the
 * staging directory or below it; or by a container that is named `glance-api`, runs an image
 * `glance` or `glance-api`, or is told a worker URL. A mount higher up, such as `/var/lib`, says nothing about the pod.
 */
export function isGlanceApi(workload: Workload): boolean {
  return (
    workload.mounts.some(
      (mount) => touchesStaging(mount) && isWithin(stagingMountPath, mount.mountPath),
    ) || workload.containers.some(isApiContainer)
  );
}

/** The mounts of a Glance API pod that decide where images are staged: at, above or below. */
export function stagingMountsOf(workload: Workload): Mount[] {
  const mounts = workload.mounts.filter(touchesStaging);
  return mounts.length > 0 && isGlanceApi(workload) ? mounts : [];
}

/** The containers that serve the API: named `glance-api`, which says nothing in a Job, or told a URL. */
export function servingContainersOf({ kind, containers }: Workload): Field[] {
  const isJob = kind === "Job" || kind === "CronJob";
  return containers.filter(
    (container) =>
      workerUrlsOf(container).length > 0 ||
      (!isJob && container.at("name").text === apiContainerName),
  );
}

/** Whether a container has a volume at the staging directory or above it. */
export function hasStagingMount(container: Field): boolean {
  return containerMounts(container).some(({ mountPath }) => isWithin(mountPath, stagingDirectory));
}

/** The entries of a container's environment that tell Glance its own URL. */
export function workerUrlsOf(container: Field): Field[] {
  return environmentOf(container, workerUrlVariable);
}

/** The entries of a container's environment with one of the names. */
export function environmentOf(container: Field, ...names: string[]): Field[] {
  return container
    .at("env")
    .items()
    .filter((entry) => names.includes(entry.at("name").text ?? ""));
}

/** Whether a mount is at the staging directory, above it or below it. */
function touchesStaging({ mountPath }: Mount): boolean {
  return isWithin(mountPath, stagingDirectory) || isWithin(stagingDirectory, mountPath);
}

/** Whether `path` is `directory` or lies below it; both are absolute and normalised. */
function isWithin(directory: string, path: string): boolean {
  return path === directory || path.startsWith(directory === "/" ? "/" : `${directory}/`);
}

function isApiContainer(container: Field): boolean {
  return (
    container.at("name").text === apiContainerName ||
    workerUrlsOf(container).length > 0 ||
    apiImage.test(imageName(container.at("image").text ?? ""))
  );
}

/** `glance-api` of `registry:5000/openstack/glance-api:2026.1@sha256:...`. */
function imageName(image: string): string {
  return /^(?:.*\/)?([^/:@]*)/.exec(image)?.[1] ?? "";
}
