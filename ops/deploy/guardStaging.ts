import type { StagingSet } from "../../components/stagingChange.js";
import { claimChangeProblem, refuseStagingChange } from "../../components/stagingChange.js";
import { orphansPods } from "../../components/glanceApi.js";
import type { EvaluatedResource } from "../../render/index.js";
import type { Cluster } from "../cluster.js";
import { getObjects, kubectl } from "../kubectl.js";
import { namespaceOf, plainValue } from "../stackFile.js";
import { stagedNames } from "../staging/stagingVolume.js";

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
  const before = await deployedSets(cluster, namespace);
  const allowStagedLoss = plainValue(stack, "allowStagedLoss") === "true";
  await refuseStagingChange(before, evaluatedSets(resources), allowStagedLoss, (pod) =>
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
  for (const set of await deployedSets(cluster, namespace)) {
    if (claimChangeProblem([{ ...set, orphansPods: false }], after) !== undefined) {
      await kubectl(cluster, [
        ...["delete", "statefulset", set.name, "-n", namespace],
        ...["--cascade=orphan", "--wait"],
      ]);
    }
  }
}

async function deployedSets(cluster: Cluster, namespace: string): Promise<StagingSet[]> {
  const sets = ["statefulsets", "-l", "app.kubernetes.io/name=glance", "-n", namespace];
  return (await getObjects<StatefulSet>(cluster, sets)).map(stagingSet);
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
