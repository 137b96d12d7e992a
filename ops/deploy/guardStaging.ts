import { parseStorageQuantity } from "../../model/quantity";
import {
  claimChangeProblem,
  refuseStagingChange,
  type StagingSet,
} from "../../model/stagingChange";
import { orphansPods } from "../../components/glanceApi";
import type { EvaluatedResource } from "../../render";
import type { Cluster } from "../cluster";
import { getObjects, kubectl } from "../kubectl";
import { namespaceOf, plainValue } from "../stackFile";
import { stagedNames } from "../staging/stagingVolume";

interface StatefulSet {
  metadata: { name: string; annotations?: Record<string, string> };
  spec: {
    replicas: number;
    volumeClaimTemplates: {
      spec: { storageClassName: string; resources: { requests: { storage: string } } };
    }[];
  };
}

/**
 * Refuses what the program's own guard refuses when Pulumi updates it: to take away pods on which images are staged, and
 * to replace a StatefulSet with its pods.
 */
export async function guardStaging(
  cluster: Cluster,
  stack: string,
  resources: readonly EvaluatedResource[],
): Promise<void> {
  const namespace = namespaceOf(stack);
  const after = evaluatedSets(resources);
  const before = await deployedSets(cluster, namespace, after);
  const allowStagedLoss = plainValue(stack, "allowStagedLoss") === "true";
  await refuseStagingChange(before, after, allowStagedLoss, (pod) =>
    stagedNames(cluster, namespace, pod),
  );
}

/** Removes the StatefulSets whose claims change, and leaves their pods to those that come. */
export async function orphanReplacedSets(
  cluster: Cluster,
  namespace: string,
  resources: readonly EvaluatedResource[],
): Promise<void> {
  const after = evaluatedSets(resources);
  for (const set of await deployedSets(cluster, namespace, after)) {
    if (claimChangeProblem([{ ...set, orphansPods: false }], after) !== undefined) {
      await kubectl(cluster, [
        ...["delete", "statefulset", set.name, "-n", namespace],
        ...["--cascade=orphan", "--wait"],
      ]);
    }
  }
}

/** The StatefulSets of the cluster, with sizes as `after` writes them: the API server makes 1Gi of 1024Mi. */
async function deployedSets(
  cluster: Cluster,
  namespace: string,
  after: readonly StagingSet[],
): Promise<StagingSet[]> {
  const sets = ["statefulsets", "-l", "app.kubernetes.io/name=glance", "-n", namespace];
  return (await getObjects<StatefulSet>(cluster, sets)).map(stagingSet).map((set) => {
    const next = after.find(({ name }) => name === set.name);
    return next !== undefined && isSameSize(next.claim.size, set.claim.size)
      ? { ...set, claim: { ...set.claim, size: next.claim.size } }
      : set;
  });
}

function isSameSize(one: string, other: string): boolean {
  const bytes = parseStorageQuantity(one);
  return bytes !== undefined && bytes === parseStorageQuantity(other);
}

function evaluatedSets(resources: readonly EvaluatedResource[]): StagingSet[] {
  return resources
    .filter(({ manifest }) => manifest["kind"] === "StatefulSet")
    .map(({ manifest }) => stagingSet(manifest as unknown as StatefulSet));
}

function stagingSet({ metadata: { name, annotations }, spec }: StatefulSet): StagingSet {
  const [template] = spec.volumeClaimTemplates;
  return {
    name,
    replicas: spec.replicas,
    claim: {
      size: template?.spec.resources.requests.storage ?? "",
      storageClass: template?.spec.storageClassName ?? "",
    },
    orphansPods: orphansPods(annotations),
  };
}
