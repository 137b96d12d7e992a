import { controlPlaneFaults } from "./controlPlane";
import { deploymentFaults } from "./deployments";
import type { FaultGroup } from "./fault";
import { nodeFaults } from "./nodes";
import { podFaults } from "./pods";
import { serviceFaults } from "./services";
import { storageFaults } from "./storage";

export { faultTable } from "./table";

/** All faults: the tables of docs/operations.md. */
export const faultGroups: readonly FaultGroup[] = [
  { heading: "Pods", file: "pods.ts", faults: podFaults },
  { heading: "Nodes", file: "nodes.ts", faults: nodeFaults },
  { heading: "Staging volumes", file: "storage.ts", faults: storageFaults },
  { heading: "Ceph, MariaDB and Keystone", file: "services.ts", faults: serviceFaults },
  { heading: "Control plane", file: "controlPlane.ts", faults: controlPlaneFaults },
  { heading: "Deployments", file: "deployments.ts", faults: deploymentFaults },
];
