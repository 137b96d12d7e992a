import { join } from "node:path";

import { markdownTable } from "markdown-table";

import { measure, peakMemory, type Task } from "./measure";
import { makeStackOf, makeVolumesOf, sizeOf } from "./project";
import { ownCommand, stackTasks } from "./tasks";

const sizes = [2, 10, 50, 100];
const rounds = 3;

const titles = {
  plan: "`plan`",
  checkFile: "`policy check -f`",
  check: "`policy check --stack`",
  render: "`render --policy-pack policy`",
  volumes: "only the volumes",
} as const;

type Column = keyof typeof titles;
const columns = Object.keys(titles) as Column[];

/** What the commands take of time and memory, in seconds and MiB, for a stack of so many nodes. */
interface Measured {
  nodes: number;
  seconds: Record<Column, number>;
  mebibytes: Record<Column, number>;
}

/** How the commands grow with the stack, as a chapter of docs/performance.md. */
export async function sizeChapter(folder: string): Promise<string> {
  const measured: Measured[] = [];
  for (const nodes of sizes) {
    measured.push(await measureSize(folder, nodes));
  }
  const rows = measured.map(({ nodes, seconds, mebibytes }) => {
    const { pods, volumes } = sizeOf(nodes);
    const cells = columns.map(
      (column) => `${seconds[column].toFixed(2)} s, ${mebibytes[column].toFixed(0)} MiB`,
    );
    return [`${nodes}, ${pods}, ${volumes}`, ...cells];
  });
  const times = columns.map((column) =>
    fit(measured.map(({ nodes, seconds }) => [nodes, seconds[column]])),
  );
  const memories = columns.map((column) =>
    fit(measured.map(({ nodes, mebibytes }) => [nodes, mebibytes[column]])),
  );
  const each = times.map(
    ({ slope }, index) =>
      `${(slope * 1000).toFixed(1)} ms, ${(memories[index]?.slope ?? NaN).toFixed(1)} MiB`,
  );
  const furthest = Math.max(...times.map(({ distance }) => distance));
  return `From the same run: the least time of ${rounds} rounds, and the memory of all processes of a command together, for stacks of so many nodes,
pods and volumes. The last row is the straight line through these that fits best: what each node takes, with its three pods and ten
volumes; no time is further than ${furthest.toFixed(1)} s from its line. *Only the volumes* is \`render\` of a program that declares the same number of
volumes and nothing else.

${markdownTable([["Nodes, pods, volumes", ...Object.values(titles)], ...rows, ["each node more", ...each]])}`;
}

async function measureSize(folder: string, nodes: number): Promise<Measured> {
  const directory = makeVolumesOf(join(folder, `volumes-${nodes}`), nodes);
  const out = join(directory, "manifests.yaml");
  const tasks: Record<Column, Task> = {
    ...stackTasks(makeStackOf(join(folder, `stack-${nodes}`), nodes)),
    volumes: ownCommand(directory, "ops", "render", "--stack", "bench", "--out", out),
  };
  const costs = await measure(tasks, rounds);
  const mebibytes = {} as Record<Column, number>;
  for (const column of columns) {
    mebibytes[column] = await peakMemory(tasks[column]);
  }
  const seconds = Object.fromEntries(columns.map((column) => [column, costs[column].seconds]));
  return { nodes, seconds: seconds as Record<Column, number>, mebibytes };
}

/** The straight line through points that fits best: its slope, and how far from it the furthest point is. */
function fit(points: readonly (readonly [number, number])[]): { slope: number; distance: number } {
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const [x, y] = [mean(points.map(([one]) => one)), mean(points.map(([, one]) => one))];
  const sum = (of: (dx: number, dy: number) => number) =>
    points.reduce((total, [px, py]) => total + of(px - x, py - y), 0);
  const slope = sum((dx, dy) => dx * dy) / sum((dx) => dx * dx);
  const distances = points.map(([px, py]) => Math.abs(py - y - slope * (px - x)));
  return { slope, distance: Math.max(...distances) };
}
