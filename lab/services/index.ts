import type { LabPhase } from "../runTasks.js";
import type { LabTask } from "../tasks.js";
import { startCeph } from "./ceph.js";
import { startKeystone } from "./keystone.js";
import { startMariadb } from "./mariadb.js";
import { ensureServiceRoot } from "./root.js";

export { readCredentials, type LabCredentials } from "./credentials.js";
export { installOpenStackClient, openStackClient } from "./openstackClient.js";
export { inServices } from "./root.js";

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
