import { rm } from "node:fs/promises";

import { execa } from "execa";

import { removeCgroups } from "./cluster/cgroups";
import { namespaces, removeNetwork } from "./cluster/network";
import { stopNode } from "./cluster/node";
import { daemonNames, stopDaemon } from "./daemon";
import { undoHostChanges } from "./hostChanges";
import { labMounts, leftovers } from "./leftovers";
import { state } from "./paths";
import { startLock } from "./startLock";
import { killLabProcesses } from "./processes";
import { type LabTask, runPhases } from "./tasks";
import { nodeNumbers } from "./topology";

/** Steps that remove a lab in any state, in order. */
export const removalTasks: readonly LabTask[] = [
  { title: "Nodes", task: stopNodes },
  { title: "Daemons", task: stopDaemons },
  { title: "Mounts, namespaces and files", task: removeEverything },
];

/** Stops and removes the lab, and keeps what was built. Does no harm when there is none. */
export async function down(): Promise<void> {
  if (process.getuid?.() !== 0) {
    throw new Error("The lab belongs to root: run 'down' as root.");
  }
  if (leftovers().length === 0) {
    console.log("There is no lab.");
    return;
  }
  await runPhases(removalTasks);
  const left = leftovers();
  if (left.length > 0) {
    throw new Error(`The lab could not be removed completely: ${left.join(", ")}.`);
  }
}

async function stopNodes(): Promise<void> {
  // It would start again what is stopped here.
  await stopDaemon(startLock, "SIGTERM");
  await Promise.all(nodeNumbers.map(stopNode));
}

async function stopDaemons(): Promise<void> {
  await Promise.all(daemonNames().map((name) => stopDaemon(name)));
  await killLabProcesses(namespaces());
}

async function removeEverything(): Promise<void> {
  for (const mount of labMounts()) {
    await execa("umount", [mount]);
  }
  await removeNetwork();
  removeCgroups();
  await undoHostChanges();
  // A copy that an interrupted start has left behind may still be filling a folder.
  await rm(state, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}
