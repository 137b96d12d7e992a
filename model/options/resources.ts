import { z } from "zod";

import { parseQuantity } from "../quantity";
import { mostQuantity } from "./values";

/** Resources of a container. */
const resourceNames = ["cpu", "memory", "ephemeral-storage"] as const;

const resourceRemedy = "write a quantity such as 500m or 2Gi";

/** @param least Quantities below which the container does not start, and what to write. */
const quantities = (least: Partial<Record<ResourceName, [number, string]>>) =>
  z
    .partialRecord(
      z.enum(resourceNames),
      z.union([z.string(), z.number().transform(String)], { error: resourceRemedy }).refine(
        (value) => {
          const quantity = parseQuantity(value) ?? -1;
          return quantity >= 0 && quantity < mostQuantity;
        },
        { error: resourceRemedy },
      ),
      { error: "write quantities by resource, such as memory: 2Gi" },
    )
    .superRefine((given, context) => {
      for (const resource of resourceNames) {
        const [quantity, message = ""] = least[resource] ?? [0];
        if ((parseQuantity(given[resource] ?? "") ?? Infinity) < quantity) {
          context.addIssue({ code: "custom", path: [resource], message });
        }
      }
    });

type ResourceName = (typeof resourceNames)[number];

/** Requests and limits of a container. A program in Python needs more than 64Mi. */
const resources = (memory: [number, string]) => ({
  requests: quantities({ memory }).optional(),
  limits: quantities({
    memory,
    cpu: [0.01, "write at least 10m, such as 500m"],
    "ephemeral-storage": [2 ** 26, "write at least 64Mi, such as 1Gi"],
  }).optional(),
});

export const pythonResources = resources([2 ** 26, "write at least 64Mi, such as 2Gi"]);
export const otherResources = resources([2 ** 23, "write at least 8Mi, such as 64Mi"]);

type Quantities = Partial<Record<ResourceName, string>>;

/** Requests and limits of a container. */
export interface Resources {
  requests?: Quantities | undefined;
  limits?: Quantities | undefined;
}

/** The containers beside glance-api: the sidecars, and those of all Jobs. */
export type OtherContainers = "glance-httpd" | "glance-log" | "jobs";

/** What they request and may use, unless a stack says otherwise. */
export const otherContainers: Readonly<Record<OtherContainers, Resources>> = {
  "glance-httpd": { requests: { cpu: "20m", memory: "16Mi" }, limits: { memory: "256Mi" } },
  "glance-log": { requests: { cpu: "5m", memory: "8Mi" }, limits: { memory: "64Mi" } },
  jobs: { requests: { cpu: "50m", memory: "128Mi" }, limits: { memory: "512Mi" } },
};

/** Resources with those that are given over them, each by itself. */
export function mergedResources(resources: Resources, given: Resources = {}) {
  return {
    requests: { ...resources.requests, ...given.requests },
    limits: { ...resources.limits, ...given.limits },
  };
}

/**
 * Refuses requests above their limits.
 *
 * @param name The option as messages name it.
 * @param given What is written; the rest is the program's own.
 */
export function refuseExcess(
  { requests, limits }: Resources,
  context: z.core.$RefinementCtx,
  name: string,
  given: Resources = { requests, limits },
): void {
  for (const resource of resourceNames) {
    const [request = "", limit = ""] = [requests?.[resource], limits?.[resource]];
    if ((parseQuantity(request) ?? 0) > (parseQuantity(limit) ?? Infinity)) {
      const ofLimit = given.requests?.[resource] === undefined;
      const path = [ofLimit ? "limits" : "requests", resource];
      const message = ofLimit
        ? `write at least ${request}, as in ${name}.requests.${resource}`
        : `write at most ${limit}, as in ${name}.limits.${resource}`;
      context.addIssue({ code: "custom", path, message });
    }
  }
}
