import { isForStaging, stagingClassesSchema, type StagingClasses } from "../../control/stagingSpec";
import { hostnameOf, isLocal, pathOf } from "../../model/localVolume";
import type { Stack } from "../../model/stack";
import type { ObjectViolation, StackRule } from "../../rule";

const message =
  "must be a directory that no other volume of the node has or contains, because two pods would stage images in one place";

const handleMessage =
  "must be that of no other PersistentVolume, because two claims would be one volume and two pods would stage images in one place";

/** Two volumes in one directory are one volume. */
export const requireOwnDirectory: StackRule<StagingClasses> = {
  name: "persistentvolume-require-own-directory",
  title: "No two volumes in one place",
  description:
    "Every PersistentVolume for staging has a directory of its own on its node, or a volume of its own in a CSI driver.",
  severity: "critical",
  level: "mandatory",
  rationale:
    "Kubernetes does not compare directories: two volumes on one are shared staging again, and each worker deletes " +
    "at its start what it does not know.",
  url: "https://github.com/kubernetes-sigs/sig-storage-local-static-provisioner/blob/master/docs/best-practices.md",
  remedy: "another directory or disk for each volume",
  settings: { stagingClasses: stagingClassesSchema },
  scope: "stack",
  validate(stack, { stagingClasses }) {
    return [...inOneDirectory(stack, stagingClasses), ...withOneHandle(stack, stagingClasses)];
  },
  admissionLimit: "The volumes are several objects.",
};

function inOneDirectory(stack: Stack, stagingClasses: readonly string[]): ObjectViolation[] {
  // Whether the volumes in a directory of a node are for staging: those of others may lie as they like.
  const taken = new Map<string, Map<string, boolean>>();
  const volumes = stack
    .ofKind("PersistentVolume")
    .filter(isLocal)
    .filter(({ isPatch }) => !isPatch);
  const places = volumes.map((object) => ({
    object,
    path: pathOf(object),
    node: hostnameOf(object) ?? "",
    isStaging: isForStaging(object, stagingClasses),
  }));
  // A stable order: of two volumes in one place the second is the wrong one.
  return places
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
    .filter(({ path, node, isStaging }) => {
      const paths = taken.get(node) ?? new Map<string, boolean>();
      const around = parents(path).flatMap((parent) => paths.get(parent) ?? []);
      taken.set(node, paths.set(path, isStaging || around.includes(true)));
      return around.length > 0 && (isStaging || around.includes(true));
    })
    .map(({ object }) => ({
      object,
      field: object.manifest.at("spec", "local", "path"),
      message,
    }));
}

/** Of several volumes with one handle those for staging are wrong, but for the first of all. */
function withOneHandle(stack: Stack, stagingClasses: readonly string[]): ObjectViolation[] {
  const taken = new Set<string>();
  return stack
    .ofKind("PersistentVolume")
    .filter(({ isPatch }) => !isPatch)
    .map((object) => ({ object, csi: object.manifest.at("spec", "csi") }))
    .filter(({ csi }) => csi.at("volumeHandle").text !== undefined)
    .filter(({ csi }) => {
      const id = `${csi.at("driver").text ?? ""}/${csi.at("volumeHandle").text ?? ""}`;
      return taken.size === taken.add(id).size;
    })
    .filter(({ object }) => isForStaging(object, stagingClasses))
    .map(({ object, csi }) => ({ object, field: csi.at("volumeHandle"), message: handleMessage }));
}

/** A directory and those above it. */
function parents(path: string): string[] {
  const names = path.split("/").filter((name) => name !== "");
  return names.map((_, index) => `/${names.slice(0, index + 1).join("/")}`);
}
