import { Argument, type Command } from "commander";

import type { ApiType } from "../../model/names";
import { config, configurableApis } from "../config";
import { exec } from "../exec";
import { explain, type ExplainOptions } from "../explain";
import { logs, type LogsOptions } from "../logs";
import { openstack } from "../openstack";
import { staging } from "../staging";
import { verifyImport } from "../verifyImport";
import { openStack } from "../stack";
import { jsonOption, parseDuration, parseImage, parseRequest, stackOption } from "./options";

/** Adds the commands that inspect what runs. */
export function addInspectCommands(program: Command): void {
  program
    .command("staging")
    .description("show what is staged on which pod, for which image, and what room is left")
    .option(...stackOption)
    .option(...jsonOption)
    .action(async ({ stack, json }: { stack: string; json: boolean }) => {
      process.exitCode = (await staging(openStack(stack), { json })) ? 0 : 1;
    });

  program
    .command("logs")
    .description("show the logs of Glance of all pods, merged by time")
    .option(...stackOption)
    .option("--since <duration>", "how far to look back, such as 90s or 2h", parseDuration, "10m")
    .option(
      "--request <id>",
      "show only what belongs to a request, on whichever pod it was served and imported",
      parseRequest,
    )
    .option("--follow", "go on with what is logged from now on, until Ctrl-C", false)
    .option("--json", "print a JSON object a line", false)
    .action(async ({ stack, ...options }: { stack: string } & LogsOptions) => {
      process.exitCode = (await logs(openStack(stack), options)) ? 0 : 1;
    });

  program
    .command("explain")
    .description("say why an image is queued, or stuck, or refused, and what to do about it")
    .argument("<image>", "id of the image", parseImage)
    .option(...stackOption)
    .option("--since <duration>", "how far to look back in the logs", parseDuration, "24h")
    .option(...jsonOption)
    .action(async (image: string, { stack, ...options }: { stack: string } & ExplainOptions) => {
      process.exitCode = (await explain(openStack(stack), image, options)) ? 0 : 1;
    });

  program
    .command("config")
    .description("show the configuration that the pods are started with, without passwords")
    .addArgument(new Argument("[api]", "only that of one API").choices(configurableApis))
    .option(...stackOption)
    .option("--show-secrets", "show passwords, too", false)
    .option(...jsonOption)
    .action(
      (
        api: ApiType | undefined,
        { stack, ...options }: { stack: string; showSecrets: boolean; json: boolean },
      ) => config(openStack(stack), api, options),
    );

  program
    .command("exec")
    .description("run a command in every Glance pod; ends with the worst exit code")
    .usage("[options] -- <command...>")
    .argument("<command...>", "the command for the container glance-api, after --")
    .option(...stackOption)
    .option(...jsonOption)
    .action(async (command: string[], { stack, json }: { stack: string; json: boolean }) => {
      process.exitCode = await exec(openStack(stack), command, { json });
    });

  program
    .command("openstack")
    .description("run the OpenStack client, on the lab as its administrator")
    .usage("[options] -- <arguments...>")
    .argument("<arguments...>", "arguments of the client, such as image list, after --")
    .option(...stackOption)
    .action(async (args: string[], { stack }: { stack: string }) => {
      process.exitCode = await openstack(openStack(stack), args);
    });

  program
    .command("verify-import")
    .description("import an image that one pod has staged through another one")
    .option(...stackOption)
    .action(({ stack }: { stack: string }) => verifyImport(openStack(stack)));
}
