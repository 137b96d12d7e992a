import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { execa } from "execa";

import type { Task } from "./measure";
import { makeProject, root } from "./project";

/** What a preview is compared with: titles, and names of tasks. */
export const previewRows = [
  ["an empty program", "emptyPreview"],
  ["an empty program and an empty pack", "emptyPackPreview"],
  ["a program of as many ConfigMaps and an empty pack", "plainPreview"],
] as const;

export const previewNote = ` The previews ask providers that take
everything, and so no cluster; the empty program is one of TypeScript that imports \`@pulumi/pulumi\`, the empty pack one of
JavaScript without policies: what Pulumi itself takes to start a program and a pack, and to ask provider and pack about each resource.
The program of ConfigMaps declares as many of them and as many components as the stack has resources and components.`;

/**
 * Previews of a stack with the policy pack, and of what Pulumi cannot go below; none where there is no Pulumi CLI.
 *
 * @param stack Folder of the stack's project.
 */
export async function previewTasks(folder: string, stack: string): Promise<Record<string, Task>> {
  const environment = {
    PATH: `${makeProviders(folder)}:${process.env["PATH"]}`,
    PULUMI_BACKEND_URL: `file://${folder}`,
    PULUMI_CONFIG_PASSPHRASE: "bench",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
  const preview = (directory: string, ...args: string[]): Task => ({
    command: ["pulumi", "preview", ...args, "--non-interactive", "--stack", "bench"],
    directory,
    environment,
  });
  const pulumi = (cwd: string, ...args: string[]) =>
    execa("pulumi", [...args, "--stack", "bench"], { cwd, env: environment });
  try {
    await execa("pulumi", ["version"]);
  } catch {
    return {};
  }
  const ours = ["--policy-pack", join(root, "policy")];
  const empty = makeEmptyProgram(join(folder, "empty"));
  const emptyPack = ["--policy-pack", makeEmptyPack(join(folder, "pack"))];
  await pulumi(stack, "stack", "init");
  await pulumi(empty, "stack", "init");
  const { stdout } = await pulumi(stack, "preview", ...ours, "--non-interactive", "--json");
  const { steps } = JSON.parse(stdout) as { steps: { newState: { custom: boolean } }[] };
  const custom = steps.filter(({ newState }) => newState.custom).length;
  const plain = makePlainProgram(join(folder, "plain"), custom, steps.length - custom);
  await pulumi(plain, "stack", "init");
  return {
    preview: preview(stack, ...ours),
    emptyPreview: preview(empty),
    emptyPackPreview: preview(empty, ...emptyPack),
    plainPreview: preview(plain, ...emptyPack),
  };
}

/** Makes a program as `pulumi new` does. */
function makeEmptyProgram(folder: string): string {
  makeProject(folder, "");
  writeFiles(folder, {
    "Pulumi.yaml": "name: empty\nruntime: nodejs\n",
    "index.ts":
      'import * as pulumi from "@pulumi/pulumi";\nexport const stack = pulumi.getStack();\n',
    "tsconfig.json":
      '{ "compilerOptions": { "strict": true, "module": "nodenext", "skipLibCheck": true } }',
  });
  return folder;
}

/** Makes a program of so many resources, with the providers of ours, and components, of which one is the stack itself. */
function makePlainProgram(folder: string, custom: number, components: number): string {
  return makeProject(
    folder,
    `const k8s = require("@pulumi/kubernetes");
const pulumi = require("@pulumi/pulumi");
const random = require("@pulumi/random");
new random.Provider("random");
const providers = [new k8s.Provider("kubernetes"), new k8s.Provider("retained")];
const components = Array.from(
  { length: ${components} - 1 },
  (_, index) => new pulumi.ComponentResource("plain:index:Plain", "component-" + index),
);
for (let index = 0; index < ${custom} - 3; index++) {
  const metadata = { name: "plain-" + index };
  const options = { provider: providers[index % 2], parent: components[index % components.length] };
  new k8s.core.v1.ConfigMap(metadata.name, { metadata, data: {} }, options);
}
`,
    "plain",
  );
}

function makeEmptyPack(folder: string): string {
  mkdirSync(folder);
  writeFiles(folder, {
    "PulumiPolicy.yaml": "runtime: nodejs\nmain: index.js\n",
    "package.json": '{ "name": "empty", "version": "1.0.0" }',
    "index.js":
      'const { PolicyPack } = require("@pulumi/policy");\nnew PolicyPack("empty", { policies: [] });\n',
  });
  return folder;
}

function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, name), text);
  }
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
