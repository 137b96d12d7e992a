import { forbiddenDirectories, forbiddenParent } from "../../../model/directories";
import { cel, variable } from "../../cel/expression";
import { normalPath, object } from "../../cel/workload";
import { ofControls, required } from "../../control/control";
import { type Demand, oneOf, only } from "../../control/demand";
import type { Place } from "../../control/place";
import {
  celIsForStaging,
  isForStaging,
  stagingClassesSchema,
  type StagingClasses,
} from "../../control/stagingSpec";
import { hostnameIn, hostnameLabel, isLocal } from "../../model/localVolume";
import type { ObjectRule } from "../../rule";

/** A local volume for staging: other teams have local volumes too, and provisioners that empty them. */
const localVolume = (stagingClasses: readonly string[]): Place => ({
  title: "",
  find: (object) => (isLocal(object) ? [object.manifest] : []),
  isMeant: (object) => isForStaging(object, stagingClasses),
  every: (holds) =>
    cel`!${object}.spec.?local.hasValue() || !${celIsForStaging(stagingClasses)} || (${holds(object)})`,
});

/** A node affinity that leaves one node. */
const oneNode: Demand = {
  isMet: (affinity) => hostnameIn(affinity) !== undefined,
  inCel(affinity) {
    const terms = cel`${affinity}.?required.?nodeSelectorTerms.orValue([])`;
    const nodeTerms = variable("nodeTerms", terms);
    const hostnames = variable(
      "hostnames",
      cel`${nodeTerms}.map(t, t.?matchExpressions.orValue([]).filter(e, e.key == ${hostnameLabel}))`,
    );
    return cel`${hostnames}.size() == 1 && ${hostnames}[0].size() > 0 && ${hostnames}[0].all(e, e.operator == "In" && \
e.?values.orValue([]).size() > 0 && e.values.all(v, v == ${hostnames}[0][0].values[0]))`;
  },
};

/** A directory in which nothing but the volume is. */
const ownDirectory: Demand = {
  isMet: ({ text }) => text !== undefined && forbiddenParent(text) === undefined,
  inCel(path) {
    const directory = variable("directory", normalPath(path));
    const parents = forbiddenDirectories.map((parent) => `${parent}/`);
    return cel`!${parents}.exists(d, ${directory}.startsWith(d) || d.startsWith(${directory}))`;
  },
};

/** A local volume that loses nothing: kept, on one node, in a place of its own. */
export const requireSafeLocalVolume: ObjectRule<StagingClasses> = {
  name: "persistentvolume-require-safe-local-volume",
  title: "Local staging volumes keep their data",
  description:
    "A local PersistentVolume for staging belongs to one node, is kept when its claim goes, and lies in a directory of its own.",
  severity: "high",
  level: "mandatory",
  rationale:
    "A local volume without its node cannot be mounted, one in /tmp or below the kubelet's directory loses what is " +
    "staged, and no provisioner deletes one safely.",
  url: "https://kubernetes.io/docs/concepts/storage/volumes/#local",
  remedy:
    'reclaim policy `Retain`, `accessModes: ["ReadWriteOnce"]`, `nodeAffinity` with one hostname, a path such as `/mnt/openstack/pv01`',
  settings: { stagingClasses: stagingClassesSchema },
  ...ofControls<StagingClasses>(["PersistentVolume"], ({ stagingClasses }) => [
    required(
      localVolume(stagingClasses),
      oneOf("Retain"),
      'must be "Retain", because Kubernetes cannot empty a local volume and would mark it as failed',
      "spec.persistentVolumeReclaimPolicy",
    ),
    required(
      localVolume(stagingClasses),
      only("ReadWriteOnce"),
      'must be ["ReadWriteOnce"], the only mode that a disk of one node can have',
      "spec.accessModes",
    ),
    required(
      localVolume(stagingClasses),
      oneNode,
      'must name exactly one node, by one term with the key "kubernetes.io/hostname", operator In, one value',
      "spec.nodeAffinity",
    ),
    required(
      localVolume(stagingClasses),
      ownDirectory,
      "must be a directory of its own, such as /mnt/openstack/pv01, not the system's, Kubernetes' or one that is emptied",
      "spec.local.path",
    ),
  ]),
  admissionLimit: "A path with `..`, which the API server itself refuses.",
};
