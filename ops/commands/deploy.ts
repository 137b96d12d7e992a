import type { Command } from "commander";

import { down } from "../deploy/down";
import type { DrainOptions } from "../drain";
import { render, type RenderOptions } from "../deploy/render";
import { plan } from "../plan";
import { scale } from "../deploy/scale";
import { openStack } from "../stack";
import { parseSetting, type Setting } from "../stackFile";
import { up } from "../deploy/up";
import { jsonOption, parseReplicas, parseSeconds, stackOption } from "./options";

/** Adds the commands that deploy. */
export function addDeployCommands(program: Command): void {
  program
    .command("plan")
    .description("show where the pods of a stack will stage, before anything happens")
    .option(...stackOption)
    .option(...jsonOption)
    .action(({ stack, json }: { stack: string; json: boolean }) =>
      plan(openStack(stack), { json }),
    );

  program
    .command("render")
    .description("print the manifests of a stack, without the Pulumi CLI or a cluster")
    .requiredOption("--stack <name>", "stack to render")
    .option("--policy-pack <directory>", "apply this project's policy pack: policy")
    .option(
      "--policy-pack-config <file>",
      "JSON file with levels and settings of the rules (default: policy/config/<stack>.json, if it is there)",
    )
    .option("--out <file>", "file to write, with mode 0600 (default: standard output)")
    .option("--with-secrets", "include Secrets and secret values")
    .option("--seed-file <file>", "seed of all random values (default: .render/seed)")
    .option("--config-file <file>", "stack file (default: Pulumi.<stack>.yaml)")
    .action((options: RenderOptions) => render(options));

  program
    .command("up")
    .description("deploy a stack to its cluster, or to the local lab when it names none")
    .option(...stackOption)
    .option(
      "--config <key=value>",
      "set a key in the stack file first; may be repeated",
      (text: string, settings: Setting[]) => [...settings, parseSetting(text)],
      [] as Setting[],
    )
    .action(({ stack, config }: { stack: string; config: Setting[] }) => up(stack, config));

  program
    .command("scale")
    .description("change the number of pods of each API; those that go are drained first")
    .argument("<replicas>", "number of pods of each API", parseReplicas)
    .option(...stackOption)
    .option("--import", "import what is staged on the pods that go", false)
    .option("--timeout <seconds>", "time to wait for the pods that go", parseSeconds, 600)
    .action((replicas: number, { stack, ...options }: { stack: string } & DrainOptions) =>
      scale(openStack(stack), replicas, options),
    );

  program
    .command("down")
    .description("remove a stack, and the lab if it runs there")
    .option(...stackOption)
    .option("--keep-lab", "leave the lab running", false)
    .action(({ stack, keepLab }: { stack: string; keepLab: boolean }) =>
      down(openStack(stack), { keepLab }),
    );
}
