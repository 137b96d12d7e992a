import type { Command } from "commander";

import { down } from "../deploy/down";
import type { DrainOptions } from "../drain";
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
