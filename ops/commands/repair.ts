import type { Command } from "commander";

import type { DrainOptions } from "../drain";
import type { RescueOptions } from "../rescue";
import {
  jsonOption,
  openStack,
  parseImage,
  parseMinutes,
  parseSeconds,
  stackOption,
} from "./options";

/** Adds the commands that drain and repair. */
export function addRepairCommands(program: Command): void {
  program
    .command("drain")
    .description("empty pods before they go: no new staging there, and wait for what they hold")
    .argument("<pod|replicas>", "a pod, or the number of replicas that shall stay of each API")
    .option(...stackOption)
    .option("--import", "import what is staged there, as Glance's own user", false)
    .option("--timeout <seconds>", "time to wait", parseSeconds, 600)
    .action(async (target: string, { stack, ...options }: { stack: string } & DrainOptions) => {
      const { drain } = await import("../drain/index.js");
      await drain(await openStack(stack), target, options);
    });

  program
    .command("undrain")
    .description("let clients stage again on pods that were drained")
    .argument("<pod|replicas>", "as it was drained")
    .option(...stackOption)
    .action(async (target: string, { stack }: { stack: string }) => {
      const { undrain } = await import("../drain/index.js");
      await undrain(await openStack(stack), target);
    });

  program
    .command("rescue")
    .description("find what killed pods and lost volumes have left behind, and repair it")
    .option(...stackOption)
    .option("--repair", "repair what can be repaired", false)
    .option("--import", "with --repair: also import again what can be imported again", false)
    .option("--image <id>", "look at this image only", parseImage)
    .option("--older-than <minutes>", "leave alone what has changed since", parseMinutes, 10)
    .option(...jsonOption)
    .action(async ({ stack, ...options }: RescueOptions & { stack: string }) => {
      const { rescue } = await import("../rescue/index.js");
      process.exitCode = (await rescue(await openStack(stack), options)) ? 0 : 1;
    });

  program
    .command("wipe-volume")
    .description("empty a local volume whose claim was deleted, and free it")
    .argument("<persistent-volume>", "name of the Released volume")
    .option(...stackOption)
    .requiredOption("--confirm <persistent-volume>", "the name again: all that is on it is lost")
    .action(async (volume: string, { stack, confirm }: { stack: string; confirm: string }) => {
      const { wipeVolume } = await import("../wipeVolume/index.js");
      await wipeVolume(await openStack(stack), volume, confirm);
    });
}
