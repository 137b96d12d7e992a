import { existsSync, mkdirSync, writeFileSync } from "node:fs";

import { build, executables } from "./build.js";
import { controlPlaneCommands } from "./cluster/controlPlane.js";
import { clusterTasks, containerStoreTask, networkTask, nodeRootTask } from "./cluster/index.js";
import { nodeDaemon } from "./cluster/node.js";
import { daemonNames, daemonPid, forgetDaemon, recordDaemon } from "./daemon.js";
import { removalTasks } from "./down.js";
import { imageTasks } from "./images/index.js";
import { cache, kubeconfig, pulumiState } from "./paths.js";
import { inspectMachine, obstacles } from "./preflight.js";
import { claimStart, complete, isElsewhere, startingCommand, wasInterrupted } from "./progress.js";
import { runPhases } from "./runTasks.js";
import { serviceRootTask, serviceTasks } from "./services/index.js";
import { nodeNumbers } from "./topology.js";

/** Builds what is missing, starts what does not run, and waits until the lab is ready. */
export async function up(): Promise<void> {
  if (isElsewhere()) {
    throw new Error(
      `The lab on this machine is not the one in ${cache}: run 'down', which removes it, ` +
        `or set GLANCE_LAB_CACHE to its folder.`,
    );
  }
  const reasons = obstacles(inspectMachine());
  if (reasons.length > 0) {
    throw new Error(reasons.join("\n"));
  }
  if (isComplete()) {
    console.log(`The lab runs already; its kubeconfig is ${kubeconfig}.`);
    return;
  }
  const interrupted = wasInterrupted();
  claimStart();
  try {
    if (interrupted) {
      await runPhases([{ title: "Remains of an interrupted start", steps: removalTasks }]);
      recordDaemon(startingCommand, process.pid);
    }
    mkdirSync(pulumiState, { recursive: true, mode: 0o700 });
    await runPhases([
      {
        title: "Build",
        concurrent: true,
        steps: [
          {
            title: "Executables",
            steps: executables.map((executable) => ({
              title: executable.name,
              task: () => build(executable),
            })),
          },
          {
            title: "Root file systems and images",
            steps: [nodeRootTask, serviceRootTask, ...imageTasks],
          },
        ],
      },
      containerStoreTask,
      networkTask,
      {
        title: "Start",
        concurrent: true,
        steps: [{ title: "Cluster", steps: clusterTasks() }, ...serviceTasks],
      },
    ]);
    writeFileSync(complete, "");
  } finally {
    forgetDaemon(startingCommand);
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
  return existsSync(complete) && expected.every((name) => daemonPid(name) !== undefined);
}
