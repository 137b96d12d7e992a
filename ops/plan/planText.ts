import { formatStorageQuantity } from "../../model/quantity";
import type { StagingPlan, StagingSettings } from "../../model/stagingPlan";
import { table } from "../table";

/** A plan for people to read. */
export function planText(plan: StagingPlan, { staging, localStorage }: StagingSettings): string {
  const pods = table(
    ["POD", "CLAIM", "NODE", "VOLUME"],
    plan.pods.map(({ pod, claim, node, volume }) => [
      pod,
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
    sizes(plan, staging.size),
    missing(plan),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function sizes({ parallelImports, largestImage }: StagingPlan, size: string): string {
  const [alone, parallel] = [largestImage.alone, largestImage.parallel].map(formatStorageQuantity);
  return (
    `A pod runs ${parallelImports} imports at a time, each with room for the source and the converted image. In ${size} fits ` +
    `one image of ${alone} at a time, or ${parallelImports} of ${parallel} at once. Glance refuses no larger ones by itself: ` +
    `image_size_cap = ${Math.floor(largestImage.parallel)} in glance:customServiceConfig makes it.`
  );
}

function missing({ unplaced }: StagingPlan): string {
  return unplaced
    .map(({ pod, node }) => `Missing: a volume on ${node ?? "a node"} for ${pod}.`)
    .join("\n");
}
