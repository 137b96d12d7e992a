import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";

import { execa } from "execa";
import { markdownTable } from "markdown-table";

import { measure, type Task } from "./measure";
import { writeChapter } from "./performancePage";
import { makeFolder, makeProject, makeStackOf, root } from "./project";
import { sizeChapter } from "./size";
import { floorTasks, ownCommand, stackTasks } from "./tasks";

const rounds = 7;

const previewNote = ` The previews ask providers that take
everything, and so no cluster; the empty program is one of TypeScript that imports \`@pulumi/pulumi\`.`;

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
  const empty = makeProject(join(folder, "empty"), "");
  writeFileSync(join(empty, "package.json"), '{ "scripts": { "nothing": "node --eval 0" } }');
  const stack = makeStackOf(join(folder, "stack"), 3);
  const previews = await previewTasks(folder, stack, empty);
  const costs = await measure<string>(
    {
      ...floorTasks(stack),
      ...stackTasks(stack),
      help: ownCommand(stack, "ops", "--help"),
      npm: { command: ["npm", "run", "--silent", "nothing"], directory: empty },
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
    rows.push(row(title, "preview", "an empty program", "emptyPreview"));
  }
  const npm = (costs["npm"]?.seconds ?? NaN) - (costs["node"]?.seconds ?? NaN);
  return `Made by \`npm run bench -- commands\` on ${availableParallelism()} processors with Node ${process.versions.node}: the least of ${rounds} rounds, in each of which
every command ran once. The floor is what none can go below: the start of Node, or of Node with the two Pulumi SDKs that the
program imports. \`npm run\` itself adds ${npm.toFixed(2)} s to each.${"preview" in previews ? previewNote : ""}

${markdownTable([["Command", "time", "floor", "time / floor"], ...rows])}`;
}

/** Previews of a stack with the policy pack, and of an empty program; none where there is no Pulumi CLI. */
async function previewTasks(
  folder: string,
  stack: string,
  empty: string,
): Promise<Record<string, Task>> {
  const environment = {
    PATH: `${makeProviders(folder)}:${process.env["PATH"]}`,
    PULUMI_BACKEND_URL: `file://${folder}`,
    PULUMI_CONFIG_PASSPHRASE: "bench",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
  const pulumi = (directory: string, ...args: string[]): Task => ({
    command: ["pulumi", ...args, "--non-interactive", "--stack", "bench"],
    directory,
    environment,
  });
  try {
    await execa("pulumi", ["version"]);
  } catch {
    return {};
  }
  // As pulumi new makes it.
  writeFileSync(join(empty, "Pulumi.yaml"), "name: empty\nruntime: nodejs\n");
  writeFileSync(
    join(empty, "index.ts"),
    'import * as pulumi from "@pulumi/pulumi";\nexport const stack = pulumi.getStack();\n',
  );
  writeFileSync(
    join(empty, "tsconfig.json"),
    '{ "compilerOptions": { "strict": true, "module": "nodenext", "skipLibCheck": true } }',
  );
  for (const cwd of [stack, empty]) {
    await execa("pulumi", ["stack", "init", "bench"], { cwd, env: environment });
  }
  return {
    preview: pulumi(stack, "preview", "--policy-pack", join(root, "policy")),
    emptyPreview: pulumi(empty, "preview"),
  };
}

/** Makes the folder in which Pulumi finds its providers. */
function makeProviders(folder: string): string {
  const providers = join(folder, "providers");
  mkdirSync(providers);
  for (const name of ["kubernetes", "random"]) {
    const start = `'${process.execPath}' '${join(root, "start/command.js")}'`;
    const program = `exec ${start} test/bench/provider.ts`;
    writeFileSync(join(providers, `pulumi-resource-${name}`), `#!/bin/sh\n${program}\n`, {
      mode: 0o755,
    });
  }
  return providers;
}
