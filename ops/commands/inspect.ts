import { Argument, type Command } from "commander";

import { type ApiType, allApiTypes } from "../../model/names";
import type { ExplainOptions } from "../explain";
import type { LogsOptions } from "../logs";
import {
  jsonOption,
  openStack,
  parseDuration,
  parseImage,
  parseRequest,
  stackOption,
} from "./options";

/** Adds the commands that inspect what runs. */
export function addInspectCommands(program: Command): void {
  program
    .command("staging")
    .description("show what is staged on which pod, for which image, and what room is left")
    .option(...stackOption)
    .option(...jsonOption)
    .action(async ({ stack, json }: { stack: string; json: boolean }) => {
      const { staging } = await import("../staging/index.js");
      process.exitCode = (await staging(await openStack(stack), { json })) ? 0 : 1;
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
      const { logs } = await import("../logs/index.js");
      process.exitCode = (await logs(await openStack(stack), options)) ? 0 : 1;
    });

  program
    .command("explain")
    .description("say why an image is queued, or stuck, or refused, and what to do about it")
    .argument("<image>", "id of the image", parseImage)
    .option(...stackOption)
    .option("--since <duration>", "how far to look back in the logs", parseDuration, "24h")
    .option(...jsonOption)
    .action(async (image: string, { stack, ...options }: { stack: string } & ExplainOptions) => {
      const { explain } = await import("../explain/index.js");
      process.exitCode = (await explain(await openStack(stack), image, options)) ? 0 : 1;
    });

  program
    .command("config")
    .description("show the configuration that the pods are started with, without passwords")
    .addArgument(new Argument("[api]", "only that of one API").choices(allApiTypes))
    .option(...stackOption)
    .option("--show-secrets", "show passwords, too", false)
    .option(...jsonOption)
    .action(
      async (
        api: ApiType | undefined,
        { stack, ...options }: { stack: string; showSecrets: boolean; json: boolean },
      ) => {
        const { config } = await import("../config/index.js");
        await config(await openStack(stack), api, options);
      },
    );

  program
    .command("exec")
    .description("run a command in every Glance pod; ends with the worst exit code")
    .usage("[options] -- <command...>")
    .argument("<command...>", "the command for the container glance-api, after --")
    .option(...stackOption)
    .option(...jsonOption)
    .action(async (command: string[], { stack, json }: { stack: string; json: boolean }) => {
      const { exec } = await import("../exec/index.js");
      process.exitCode = await exec(await openStack(stack), command, { json });
    });

  program
    .command("openstack")
    .description("run the OpenStack client, on the lab as its administrator")
    .usage("[options] -- <arguments...>")
    .argument("<arguments...>", "arguments of the client, such as image list, after --")
    .option(...stackOption)
    .action(async (args: string[], { stack }: { stack: string }) => {
      const { openstack } = await import("../openstack/index.js");
      process.exitCode = await openstack(await openStack(stack), args);
    });

  program
    .command("verify-import")
    .description("import an image that one pod has staged through another one")
    .option(...stackOption)
    .action(async ({ stack }: { stack: string }) => {
      const { verifyImport } = await import("../verifyImport/index.js");
      await verifyImport(await openStack(stack));
    });
}
