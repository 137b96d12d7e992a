import type { Command } from "commander";

import type { RenderOptions } from "../deploy/render";
import type { DrainOptions } from "../drain";
import { userPath } from "../../model/userFile";
import { jsonOption, openStack, parseReplicas, parseSeconds, stackOption } from "./options";

/** Adds the commands that deploy. */
export function addDeployCommands(program: Command): void {
  program
    .command("plan")
    .description("show where the pods of a stack will stage, before anything happens")
    .option(...stackOption)
    .option(...jsonOption)
    .action(async ({ stack, json }: { stack: string; json: boolean }) => {
      const { plan } = await import("../plan/index.js");
      plan(await openStack(stack), { json });
    });

  program
    .command("render")
    .description("print the manifests of a stack, without the Pulumi CLI or a cluster")
    .option(...stackOption)
    .option("--policy-pack <directory>", "apply this project's policy pack: policy")
    .option(
      "--policy-pack-config <file>",
      "JSON file with levels and settings of the rules (default: policy/config/<stack>.json, if it is there)",
      userPath,
    )
    .option("--out <file>", "file to write, with mode 0600 (default: standard output)")
    .option("--with-secrets", "include Secrets and secret values")
    .option("--seed-file <file>", "seed of all random values (default: .render/seed)", userPath)
    .option("--config-file <file>", "stack file (default: Pulumi.<stack>.yaml)", userPath)
    .action(async (options: RenderOptions) => {
      const { render } = await import("../deploy/render.js");
      await render(options);
    });

  program
    .command("up")
    .description("deploy a stack to its cluster, or to the local lab when it names none")
    .option(...stackOption)
    .option(
      "--config <key=value>",
      "set a key in the stack file first; may be repeated",
      (text: string, texts: string[]) => [...texts, text],
      [] as string[],
    )
    .action(async ({ stack, config }: { stack: string; config: string[] }) => {
      const { parseSetting } = await import("../stackFile.js");
      const settings = config.map(parseSetting);
      const { up } = await import("../deploy/up.js");
      await up(await openStack(stack, settings));
    });

  program
    .command("scale")
    .description("change the number of pods of each API; those that go are drained first")
    .argument("<replicas>", "number of pods of each API", parseReplicas)
    .option(...stackOption)
    .option("--import", "import what is staged on the pods that go", false)
    .option("--timeout <seconds>", "time to wait for the pods that go", parseSeconds, 600)
    .action(async (replicas: number, { stack, ...options }: { stack: string } & DrainOptions) => {
      const { scale } = await import("../deploy/scale.js");
      const changes = [{ path: "replicas", value: String(replicas) }];
      await scale(await openStack(stack, changes), options);
    });

  program
    .command("down")
    .description("remove a stack, and the lab if it runs there")
    .option(...stackOption)
    .option("--keep-lab", "leave the lab running", false)
    .action(async ({ stack, keepLab }: { stack: string; keepLab: boolean }) => {
      const { down } = await import("../deploy/down.js");
      await down(await openStack(stack), { keepLab });
    });
}
