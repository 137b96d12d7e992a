import { Command } from "commander";

import { addDeployCommands } from "./commands/deploy";
import { addInspectCommands } from "./commands/inspect";
import { addRepairCommands } from "./commands/repair";
import { failWithStandardOutput } from "../render/output";

const program = new Command("npm run ops --").description("Operate a stack of Glance.");
addDeployCommands(program.commandsGroup("Deploy:"));
addInspectCommands(program.commandsGroup("Inspect:"));
addRepairCommands(program.commandsGroup("Drain and repair:"));

failWithStandardOutput();
program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  // Whatever still runs beside the failed step would keep the process for minutes.
  process.exit(1);
});
