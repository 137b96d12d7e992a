import { mkdirSync } from "node:fs";

import { buildExecutables } from "./build";
import { controlPlaneCommands } from "./cluster/controlPlane";
import { clusterTasks, containerStoreTask, networkTask, nodeRootfsTask } from "./cluster";
import { nodeDaemon } from "./cluster/node";
import { daemonNames, daemonPid } from "./daemon";
import { removalTasks } from "./down";
import { glanceImageTasks, pauseImageTask } from "./images";
import { loadModules } from "./kernelModules";
import { cache, kubeconfig, pulumiState } from "./paths";
import { inspectMachine, obstacles } from "./preflight";
import {
  hasCompletionFlag,
  isElsewhere,
  raiseCompletionFlag,
  releaseStartLock,
  takeStartLock,
  wasInterrupted,
} from "./startLock";
import { type LabPhase, runPhases } from "./tasks";
import { serviceRootfsTask, serviceTasks } from "./services";
import { nodeNumbers } from "./topology";

/** Builds everything that a lab is made of, unless it is there. */
export const buildPhase: LabPhase = {
  title: "Build",
  concurrent: true,
  steps: [
    {
      title: "Executables",
      steps: [
        { title: "Kubernetes, etcd, CoreDNS, storage", task: buildExecutables },
        pauseImageTask,
      ],
    },
    {
      title: "Root file systems",
      steps: [nodeRootfsTask, serviceRootfsTask, ...glanceImageTasks],
    },
  ],
};

/** Builds what is missing, starts what does not run, and waits until the lab is ready. */
export async function up(): Promise<void> {
  if (isElsewhere()) {
    throw new Error(
      `The lab on this machine is not the one in ${cache}: run 'down', which removes it, ` +
        `or set GLANCE_LAB_CACHE to its folder.`,
    );
  }
  const reasons = obstacles(await inspectMachine());
  if (reasons.length > 0) {
    throw new Error(reasons.join("\n"));
  }
  if (isComplete()) {
    console.log(`The lab runs already; its kubeconfig is ${kubeconfig}.`);
    return;
  }
  const interrupted = wasInterrupted();
  takeStartLock();
  try {
    if (interrupted) {
      await runPhases([{ title: "Remains of an interrupted start", steps: removalTasks }]);
      // The removal has taken the lock away with all other records.
      takeStartLock();
    }
    loadModules();
    mkdirSync(pulumiState, { recursive: true, mode: 0o700 });
    await runPhases([
      buildPhase,
      containerStoreTask,
      networkTask,
      {
        title: "Start",
        concurrent: true,
        steps: [{ title: "Cluster", steps: clusterTasks() }, ...serviceTasks],
      },
    ]);
    raiseCompletionFlag();
  } finally {
    releaseStartLock();
  }
  console.log(`The lab is ready: export KUBECONFIG=${kubeconfig}`);
}

/** Whether the lab has come up once, and every daemon still runs. */
function isComplete(): boolean {
  const expected = [
    ...Object.keys(controlPlaneCommands()),
    ...nodeNumbers.map(nodeDaemon),
    ...daemonNames(),
  ];
  return hasCompletionFlag() && expected.every((name) => daemonPid(name) !== undefined);
}
