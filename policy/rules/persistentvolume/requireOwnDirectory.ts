import { hostnameOf, isLocal, pathOf } from "../../model/localVolume";
import type { ObjectViolation, StackRule } from "../../rule";

const message =
  "must be a directory that no other volume of the node has or contains, because two pods would stage images in one place";

/** Two volumes in one directory are one volume. */
export const requireOwnDirectory: StackRule = {
  name: "persistentvolume-require-own-directory",
  title: "No two volumes in one directory",
  description: "Every local PersistentVolume has a directory of its own on its node.",
  severity: "critical",
  level: "mandatory",
  rationale:
    "Kubernetes does not compare directories: two volumes on one are shared staging again, and each worker deletes " +
    "at its start what it does not know.",
  url: "https://github.com/kubernetes-sigs/sig-storage-local-static-provisioner/blob/master/docs/best-practices.md",
  remedy: "another directory or disk for each volume",
  scope: "stack",
  validate(stack): ObjectViolation[] {
    const taken = new Map<string, Set<string>>();
    const volumes = stack
      .ofKind("PersistentVolume")
      .filter(isLocal)
      .filter(({ isPatch }) => !isPatch);
    const places = volumes.map((object) => ({
      object,
      path: pathOf(object),
      node: hostnameOf(object) ?? "",
    }));
    // A stable order: of two volumes in one place the second is the wrong one.
    return places
      .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
      .filter(({ path, node }) => {
        const paths = taken.get(node) ?? new Set();
        const isTaken = [...parents(path)].some((parent) => paths.has(parent));
        taken.set(node, paths.add(path));
        return isTaken;
      })
      .map(({ object }) => ({
        object,
        field: object.manifest.at("spec", "local", "path"),
        message,
      }));
  },
  admissionLimit: "The volumes are several objects.",
};

/** A directory and those above it. */
function parents(path: string): string[] {
  const names = path.split("/").filter((name) => name !== "");
  return names.map((_, index) => `/${names.slice(0, index + 1).join("/")}`);
}
