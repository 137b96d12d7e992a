import type { Resources } from "./options/resources";

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
