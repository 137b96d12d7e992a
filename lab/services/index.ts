import type { LabPhase, LabTask } from "../tasks";
import { startCeph } from "./ceph";
import { startKeystone } from "./keystone";
import { startMariadb } from "./mariadb";
import { ensureServiceRootfs } from "./rootfs";

export { readCredentials, type LabCredentials } from "./credentials";
export { installOpenStackClient, openStackClient } from "./openstackClient";
export { inServices } from "./rootfs";

/** Makes what the services run in; part of the build. */
export const serviceRootfsTask: LabTask = {
  title: "Root file system of the services",
  task: ensureServiceRootfs,
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
