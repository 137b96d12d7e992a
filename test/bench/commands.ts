import { rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";

import { markdownTable } from "markdown-table";

import { measure } from "./measure";
import { writeChapter } from "./performancePage";
import { previewNote, previewRows, previewTasks } from "./previews";
import { makeFolder, makeProject, makeStackOf } from "./project";
import { sizeChapter } from "./size";
import { floorTasks, ownCommand, stackTasks } from "./tasks";

const rounds = 7;

/** Measures the commands beside what they cannot go below, and how they grow; writes both into docs/performance.md. */
export async function benchCommands(): Promise<void> {
  const folder = makeFolder();
  try {
    writeChapter("Commands", await commandsChapter(folder));
    writeChapter("Size", await sizeChapter(folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function commandsChapter(folder: string): Promise<string> {
  const nothing = makeProject(join(folder, "nothing"), "");
  writeFileSync(join(nothing, "package.json"), '{ "scripts": { "nothing": "node --eval 0" } }');
  const stack = makeStackOf(join(folder, "stack"), 3);
  const previews = await previewTasks(folder, stack);
  const costs = await measure<string>(
    {
      ...floorTasks(stack),
      ...stackTasks(stack),
      help: ownCommand(stack, "ops", "--help"),
      npm: { command: ["npm", "run", "--silent", "nothing"], directory: nothing },
      ...previews,
    },
    rounds,
  );
  const row = (title: string, name: string, floorTitle: string, floor: string) => {
    const [ours = NaN, least = NaN] = [name, floor].map((one) => costs[one]?.seconds);
    const text = `${floorTitle}: ${least.toFixed(2)} s`;
    return [title, `${ours.toFixed(2)} s`, text, `${(ours / least).toFixed(1)} x`];
  };
  const rows = [
    row("`ops -- --help`", "help", "Node", "node"),
    row("`plan`", "plan", "Node", "node"),
    row("`policy check -f`", "checkFile", "Node", "node"),
    row("`policy check --stack`", "check", "both SDKs", "sdks"),
    row("`render --policy-pack policy`", "render", "both SDKs", "sdks"),
  ];
  if ("preview" in previews) {
    const title = "`pulumi preview --policy-pack policy`";
    rows.push(
      ...previewRows.map(([floorTitle, floor]) => row(title, "preview", floorTitle, floor)),
    );
  }
  const npm = (costs["npm"]?.seconds ?? NaN) - (costs["node"]?.seconds ?? NaN);
  return `Made by \`npm run bench -- commands\` on ${availableParallelism()} processors with Node ${process.versions.node}: the least of ${rounds} rounds, in each of which
every command ran once. The floor is what it cannot go below: the start of Node, or of Node with the two Pulumi SDKs that the
program imports. \`npm run\` itself adds ${npm.toFixed(2)} s to each.${"preview" in previews ? previewNote : ""}

${markdownTable([["Command", "time", "floor", "time / floor"], ...rows])}`;
}
