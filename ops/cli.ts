import { Command, InvalidArgumentError } from "commander";

import { down } from "./down.js";
import type { DrainOptions } from "./drain/index.js";
import { drain, undrain } from "./drain/index.js";
import { plan } from "./plan.js";
import type { RescueOptions } from "./rescue/index.js";
import { rescue } from "./rescue/index.js";
import { scale } from "./scale.js";
import type { Setting } from "./stackFile.js";
import { parseSetting } from "./stackFile.js";
import { up } from "./up.js";
import { verifyImport } from "./verifyImport.js";
import { wipeVolume } from "./wipeVolume/index.js";

const program = new Command("npm run ops --").description("Operate a stack of Glance.");
const stackOption = ["--stack <name>", "name of the stack", "dev"] as const;

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
  .command("down")
  .description("remove a stack, and the lab if it runs there")
  .option(...stackOption)
  .option("--keep-lab", "leave the lab running", false)
  .action(({ stack, keepLab }: { stack: string; keepLab: boolean }) => down(stack, { keepLab }));

program
  .command("plan")
  .description("show where the pods of a stack will stage, before anything happens")
  .option(...stackOption)
  .option("--json", "print JSON", false)
  .action(({ stack, json }: { stack: string; json: boolean }) => plan(stack, { json }));

program
  .command("verify-import")
  .description("import an image that one pod has staged through another one")
  .option(...stackOption)
  .action(({ stack }: { stack: string }) => verifyImport(stack));

program
  .command("rescue")
  .description("find what killed pods and lost volumes have left behind, and repair it")
  .option(...stackOption)
  .option("--repair", "repair what can be repaired", false)
  .option("--import", "with --repair: also import again what can be imported again", false)
  .option("--image <id>", "look at this image only")
  .option("--older-than <minutes>", "leave alone what has changed since", parseMinutes, 10)
  .option("--json", "print JSON", false)
  .action(async ({ stack, ...options }: RescueOptions & { stack: string }) => {
    process.exitCode = (await rescue(stack, options)) ? 0 : 1;
  });

program
  .command("drain")
  .description("empty pods before they go: no new staging there, and wait for what they hold")
  .argument("<pod|replicas>", "a pod, or the number of replicas that shall stay of each API")
  .option(...stackOption)
  .option("--import", "import what is staged there, as Glance's own user", false)
  .option("--timeout <seconds>", "time to wait", parseSeconds, 600)
  .action((target: string, { stack, ...options }: { stack: string } & DrainOptions) =>
    drain(stack, target, options),
  );

program
  .command("undrain")
  .description("let clients stage again on pods that were drained")
  .argument("<pod|replicas>", "as it was drained")
  .option(...stackOption)
  .action((target: string, { stack }: { stack: string }) => undrain(stack, target));

program
  .command("scale")
  .description("change the number of pods of each API; those that go are drained first")
  .argument("<replicas>", "number of pods of each API", parseReplicas)
  .option(...stackOption)
  .option("--import", "import what is staged on the pods that go", false)
  .option("--timeout <seconds>", "time to wait for the pods that go", parseSeconds, 600)
  .action((replicas: number, { stack, ...options }: { stack: string } & DrainOptions) =>
    scale(stack, replicas, options),
  );

program
  .command("wipe-volume")
  .description("empty a local volume whose claim was deleted, and free it")
  .argument("<persistent-volume>", "name of the Released volume")
  .option(...stackOption)
  .requiredOption("--confirm <persistent-volume>", "the name again: all that is on it is lost")
  .action((volume: string, { stack, confirm }: { stack: string; confirm: string }) =>
    wipeVolume(stack, volume, confirm),
  );

program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  // Whatever still runs beside the failed step would keep the process for minutes.
  process.exit(1);
});

function parseReplicas(text: string): number {
  if (!/^\d{1,4}$/.test(text)) {
    throw new InvalidArgumentError("Write a whole number such as 2.");
  }
  return Number(text);
}

function parseSeconds(text: string): number {
  if (!/^\d{1,6}$/.test(text)) {
    throw new InvalidArgumentError("Write a whole number of seconds such as 600.");
  }
  return Number(text);
}

function parseMinutes(text: string): number {
  const minutes = Number(text);
  if (text.trim() === "" || !(minutes >= 0)) {
    throw new InvalidArgumentError("Write a number of minutes such as 10.");
  }
  return minutes;
}
