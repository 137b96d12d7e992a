import { rmSync } from "node:fs";
import { join } from "node:path";

import { markdownTable } from "markdown-table";

import { enterLab } from "../../lab/environment";
import { kubeconfig } from "../../lab/paths";
import { up } from "../../lab/up";
import { withFakeNodes } from "./fakeNodes";
import { measure, peakMemory } from "./measure";
import { writeChapter } from "./performancePage";
import { makeFolder, makeStackOf, sizeOf } from "./project";
import { ownCommand } from "./tasks";

const sizes = [10, 50, 100];
const namespace = "bench";

/** What a stack for nodes without a machine has besides, so that its Jobs go there as well. */
const changes = {
  "glance:kubeconfig": kubeconfig,
  "glance:namespace": namespace,
  "glance:staging": { retain: false },
  "glance:pod": { nodeSelector: { fake: "true" } },
};

/** Deploys stacks of several sizes to the API server of the lab; writes into docs/performance.md what that takes. */
export async function benchScale(): Promise<void> {
  enterLab();
  await up();
  const folder = makeFolder();
  try {
    const rows: string[][] = [];
    for (const nodes of sizes) {
      const names = Array.from({ length: nodes }, (_, index) => `fake${index + 1}`);
      const directory = makeStackOf(join(folder, `stack-${nodes}`), nodes, names, changes);
      await withFakeNodes(names, namespace, async () => {
        rows.push([sizeText(nodes), ...(await measureDeployment(directory))]);
      });
    }
    writeChapter("Deployments", chapter(rows));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measureDeployment(directory: string): Promise<string[]> {
  const command = (...args: string[]) => ownCommand(directory, "ops", ...args, "--stack", "bench");
  const { deploy } = await measure({ deploy: command("up") }, 1);
  const { again } = await measure({ again: command("up") }, 1);
  const memory = await peakMemory(command("up"));
  const { remove } = await measure({ remove: command("down") }, 1);
  const seconds = [deploy, again, remove].map((cost) => `${cost.seconds.toFixed(1)} s`);
  const processor = `${again.processor.toFixed(1)} s`;
  return [...seconds, processor, `${memory.toFixed(0)} MiB`];
}

function sizeText(size: number): string {
  const { nodes, pods, volumes } = sizeOf(size);
  return `${nodes}, ${pods}, ${volumes}`;
}

function chapter(rows: readonly string[][]): string {
  const head = ["Nodes, pods, volumes", "`up`", "`up` again", "`down`", "processor", "memory"];
  return `Made by \`npm run bench -- scale\` with the API server, the scheduler and the controllers of the lab, and with nodes that have no machine: their
pods say at once that they are ready, so that the time is that of this program, of kubectl and of Kubernetes. \`up\` makes everything without the
Pulumi CLI; again, it finds nothing to change. *Processor* and *memory* are what that second one takes with all its processes. What asks inside the pods (staging,
drain, rescue) has nobody to answer here.

${markdownTable([head, ...rows])}`;
}
