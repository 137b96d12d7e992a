import { controlPlaneFaults } from "./controlPlane.js";
import { deploymentFaults } from "./deployments.js";
import type { Fault } from "./fault.js";
import { nodeFaults } from "./nodes.js";
import { podFaults } from "./pods.js";
import { serviceFaults } from "./services.js";
import { storageFaults } from "./storage.js";

export type { Fault } from "./fault.js";
export { faultTable } from "./table.js";

/** All faults, by what they happen to: the table of docs/operations.md. */
export const faults: Readonly<Record<string, readonly Fault[]>> = {
  Pods: podFaults,
  Nodes: nodeFaults,
  "Staging volumes": storageFaults,
  "Ceph, MariaDB and Keystone": serviceFaults,
  "Control plane": controlPlaneFaults,
  Deployments: deploymentFaults,
};
