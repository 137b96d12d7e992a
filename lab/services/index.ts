import type { LabPhase } from "../runTasks";
import type { LabTask } from "../tasks";
import { startCeph } from "./ceph";
import { startKeystone } from "./keystone";
import { startMariadb } from "./mariadb";
import { ensureServiceRoot } from "./root";

export { readCredentials, type LabCredentials } from "./credentials";
export { installOpenStackClient, openStackClient } from "./openstackClient";
export { inServices } from "./root";

/** Makes what the services run in; part of the build. */
export const serviceRootTask: LabTask = {
  title: "Root file system of the services",
  task: ensureServiceRoot,
};

/** Steps that start the services, at the same time; each leaves alone what runs already. */
export const serviceTasks: readonly (LabTask | LabPhase)[] = [
  { title: "Ceph", task: startCeph },
  {
    title: "Identity",
    steps: [
      { title: "MariaDB", task: startMariadb },
      { title: "Keystone", task: startKeystone },
    ],
  },
];
