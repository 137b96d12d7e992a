import { controlPlaneFaults } from "./controlPlane.js";
import { deploymentFaults } from "./deployments.js";
import type { FaultGroup } from "./fault.js";
import { nodeFaults } from "./nodes.js";
import { podFaults } from "./pods.js";
import { serviceFaults } from "./services.js";
import { storageFaults } from "./storage.js";

export { faultTable } from "./table.js";

/** All faults: the tables of docs/operations.md. */
export const faultGroups: readonly FaultGroup[] = [
  { heading: "Pods", file: "pods.ts", faults: podFaults },
  { heading: "Nodes", file: "nodes.ts", faults: nodeFaults },
  { heading: "Staging volumes", file: "storage.ts", faults: storageFaults },
  { heading: "Ceph, MariaDB and Keystone", file: "services.ts", faults: serviceFaults },
  { heading: "Control plane", file: "controlPlane.ts", faults: controlPlaneFaults },
  { heading: "Deployments", file: "deployments.ts", faults: deploymentFaults },
];
