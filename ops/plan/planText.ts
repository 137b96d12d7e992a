import { type Deployment, podsOf } from "../../model/deployment";
import { formatStorageQuantity } from "../../model/quantity";
import type { StagingPlan } from "../../model/stagingPlan";
import { table } from "../table";

/** What limits the images of a deployment; undefined for no limit but Glance's own. */
interface Limits {
  /** Bytes of the largest image that Glance takes. @default 1 TiB */
  cap?: number | undefined;
  /** MiB that a project may have staged at a time. */
  stageTotal?: number | undefined;
}

/** Where the pods of a deployment stage, and what fits there. */
export function planText(
  deployment: Deployment,
  plan: StagingPlan,
  { cap, stageTotal }: Limits = {},
): string {
  const { localStorage, staging } = deployment;
  const pods = table(
    ["POD", "CLAIM", "NODE", "VOLUME"],
    podsOf(deployment).map(({ name, claim, node, volume }) => [
      name,
      claim,
      node ?? "-",
      volume?.name ?? (localStorage === undefined ? `made by ${staging.storageClass}` : "missing"),
    ]),
  );
  const nodes = table(
    ["NODE", "VOLUMES", "CAPACITY", "FREE VOLUMES", "FREE CAPACITY"],
    plan.nodes.map(({ node, volumes, capacity, free, freeCapacity }) => [
      node,
      String(volumes),
      formatStorageQuantity(capacity),
      String(free),
      formatStorageQuantity(freeCapacity),
    ]),
  );
  return [
    pods,
    ...(plan.nodes.length === 0 ? [] : [nodes]),
    sizes(plan, staging.size, cap),
    quota(plan.room, stageTotal),
    missing(plan),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function sizes(
  { parallelImports, largestImage }: StagingPlan,
  size: string,
  cap: number | undefined,
): string {
  const [alone, parallel] = [largestImage.alone, largestImage.parallel].map(formatStorageQuantity);
  return (
    `A pod runs ${parallelImports} imports at a time, each with room for the source and the converted image. In ${size} fits ` +
    `one image of ${alone} at a time, or ${parallelImports} of ${parallel} at once. ` +
    (cap === undefined
      ? "Glance refuses no larger ones by itself: " +
        `image_size_cap = ${Math.floor(largestImage.parallel)} in glance:customServiceConfig makes it.`
      : `Glance refuses images of more than ${formatStorageQuantity(cap)}, as image_size_cap in glance:customServiceConfig says.`)
  );
}

/** A quota that no pod's claim could hold keeps no project from filling them all. */
function quota(room: number, stageTotal = 0): string {
  return stageTotal * 2 ** 20 <= room
    ? ""
    : `Too large: glance:quotas.imageStageTotal lets one project stage ${stageTotal} MiB, and all pods together have room for ` +
        `${formatStorageQuantity(room)}.`;
}

function missing({ unplaced }: StagingPlan): string {
  return unplaced
    .map(({ name, node }) => `Missing: a volume on ${node ?? "a node"} for ${name}.`)
    .join("\n");
}
