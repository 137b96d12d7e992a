import { forbiddenDirectories, forbiddenParent } from "../../../model/directories";
import { celList } from "../../cel";
import { celPath } from "../../admission/variables";
import type { Field } from "../../model/field";
import { hostnameOf, isLocal } from "../../model/localVolume";
import type { ObjectRule, Violation } from "../../rule";

const reclaimMessage =
  'must be "Retain", because Kubernetes cannot empty a local volume and would mark it as failed';
const modesMessage = 'must be ["ReadWriteOnce"], the only mode that a disk of one node can have';
const nodeMessage =
  'must name exactly one node, by one term with one expression: key "kubernetes.io/hostname", operator In, one value';
const pathMessage =
  "must be a directory of its own, such as /mnt/openstack/pv01, not the system's, Kubernetes' or one that is emptied";

/** A local volume that loses nothing: kept, on one node, in a place of its own. */
export const requireSafeLocalVolume: ObjectRule = {
  name: "persistentvolume-require-safe-local-volume",
  title: "Local volumes keep their data",
  description:
    "A local PersistentVolume belongs to one node, is kept when its claim goes, and lies in a directory of its own.",
  severity: "high",
  level: "mandatory",
  rationale: {
    text:
      "A local volume without its node cannot be mounted, one in /tmp or below the kubelet's directory loses what is " +
      "staged, and no provisioner deletes one safely.",
    url: "https://kubernetes.io/docs/concepts/storage/volumes/#local",
  },
  remedy:
    'reclaim policy `Retain`, `accessModes: ["ReadWriteOnce"]`, `nodeAffinity` with one hostname, a path such as `/mnt/openstack/pv01`',
  scope: "object",
  validate(object) {
    const { manifest, isPatch } = object;
    const spec = manifest.at("spec");
    if (!isLocal(object)) {
      return [];
    }
    const path = spec.at("local", "path");
    const checks: [Field, boolean, string][] = [
      [
        spec.at("persistentVolumeReclaimPolicy"),
        spec.at("persistentVolumeReclaimPolicy").text === "Retain",
        reclaimMessage,
      ],
      [spec.at("accessModes"), isReadWriteOnce(spec.at("accessModes")), modesMessage],
      [spec.at("nodeAffinity"), hostnameOf(object) !== undefined, nodeMessage],
      [path, path.text !== undefined && forbiddenParent(path.text) === undefined, pathMessage],
    ];
    return checks
      .filter(([field, isRight]) => !isRight && !(isPatch && field.isAbsent))
      .map(([field, , message]): Violation => ({ field, message }));
  },
  admission: {
    kinds: ["PersistentVolume"],
    validations: () => {
      const spec = "dyn(object).spec";
      const ofLocal = (condition: string) => `!has(${spec}.local) || (${condition})`;
      return [
        {
          expression: ofLocal(`${spec}.?persistentVolumeReclaimPolicy.orValue("") == "Retain"`),
          message: `spec.persistentVolumeReclaimPolicy ${reclaimMessage}`,
        },
        {
          expression: ofLocal(`${spec}.accessModes == ["ReadWriteOnce"]`),
          message: `spec.accessModes ${modesMessage}`,
        },
        { expression: ofLocal(celHasHostname(spec)), message: `spec.nodeAffinity ${nodeMessage}` },
        {
          expression: ofLocal(celIsSafePath(`${spec}.local.path`)),
          message: `spec.local.path ${pathMessage}`,
        },
      ];
    },
  },
};

function isReadWriteOnce(accessModes: Field): boolean {
  const [mode, ...others] = accessModes.items();
  return others.length === 0 && mode?.text === "ReadWriteOnce";
}

/** `hostnameOf` in CEL. */
function celHasHostname(spec: string): string {
  const terms = `${spec}.?nodeAffinity.?required.?nodeSelectorTerms.orValue([])`;
  const expressions = "t.?matchExpressions.orValue([])";
  const isHostname =
    'e.key == "kubernetes.io/hostname" && e.operator == "In" && e.?values.orValue([]).size() == 1';
  return (
    `${terms}.size() == 1 && ${terms}.all(t, !has(t.matchFields) && ` +
    `${expressions}.size() == 1 && ${expressions}.all(e, ${isHostname}))`
  );
}

/** `forbiddenParent` in CEL. */
function celIsSafePath(path: string): string {
  const parents = celList(forbiddenDirectories.map((directory) => `${directory}/`));
  const normal = celPath(path);
  return `${normal} != "/" && !${parents}.exists(d, ${normal}.startsWith(d))`;
}
