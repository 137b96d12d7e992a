import { workerUrlVariable } from "../../model/image";
import { parseStorageQuantity } from "../../model/quantity";
import {
  claimChangeProblem,
  refuseStagingChange,
  type StagingSet,
  stagingSets,
} from "../../model/stagingChange";
import { orphansPods } from "../../components/glanceApi";
import { stagedOn } from "../../components/stagedOn";
import { storageProblem } from "../../components/volumeGuard";
import type { Cluster } from "../../components/cluster";
import type { Stack } from "../stack";

interface StatefulSet {
  metadata: { name: string; annotations?: Record<string, string> };
  spec: {
    replicas: number;
    template: {
      spec: { containers: { name: string; env?: { name: string; value?: string }[] }[] };
    };
    volumeClaimTemplates: {
      spec: { storageClassName: string; resources: { requests: { storage: string } } };
    }[];
  };
}

/**
 * Refuses what the program's own guard refuses when Pulumi updates it: to take away pods on which images are staged, and
 * to replace a StatefulSet with its pods.
 */
export async function guardStaging({ cluster, deployment, settings }: Stack): Promise<void> {
  const after = stagingSets(deployment);
  const before = await deployedSets(cluster, after);
  await refuseStagingChange(before, after, settings.allowStagedLoss, (pod) =>
    stagedOn(cluster, pod),
  );
}

/**
 * Refuses what the program's own guard refuses when Pulumi makes or updates the volumes: to take the volume of a claim
 * away, and what belongs to somebody else.
 */
export async function guardVolumes({ cluster, deployment }: Stack): Promise<void> {
  const { localStorage, staging, volumes } = deployment;
  const problem =
    localStorage && (await storageProblem(cluster, staging.storageClass, localStorage, volumes));
  if (problem !== undefined) {
    throw new Error(problem);
  }
}

/** Removes the StatefulSets whose claims change, and leaves their pods to those that come. */
export async function orphanReplacedSets({ cluster, deployment }: Stack): Promise<void> {
  const after = stagingSets(deployment);
  for (const set of await deployedSets(cluster, after)) {
    if (claimChangeProblem([{ ...set, orphansPods: false }], after) !== undefined) {
      await cluster.kubectl(["delete", "statefulset", set.name, "--cascade=orphan", "--wait"]);
    }
  }
}

/** The StatefulSets of the cluster, with sizes as `after` writes them: the API server makes 1Gi of 1024Mi. */
async function deployedSets(cluster: Cluster, after: readonly StagingSet[]): Promise<StagingSet[]> {
  const sets = ["statefulsets", "-l", "app.kubernetes.io/name=glance"];
  return (await cluster.getObjects<StatefulSet>(sets)).map(stagingSet).map((set) => {
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

function stagingSet({ metadata: { name, annotations }, spec }: StatefulSet): StagingSet {
  const [template] = spec.volumeClaimTemplates;
  const workerUrl = spec.template.spec.containers
    .flatMap(({ env = [] }) => env)
    .find((variable) => variable.name === workerUrlVariable);
  return {
    name,
    replicas: spec.replicas,
    scheme: workerUrl?.value?.startsWith("https:") === true ? "https" : "http",
    claim: {
      size: template?.spec.resources.requests.storage ?? "",
      storageClass: template?.spec.storageClassName ?? "",
    },
    orphansPods: orphansPods(annotations),
  };
}
