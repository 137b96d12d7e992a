import { Command } from "commander";

import { addDeploying } from "./commands/deploy";
import { addLooking } from "./commands/inspect";
import { addMending } from "./commands/repair";

const program = new Command("npm run ops --").description("Operate a stack of Glance.");
addDeploying(program.commandsGroup("Deploy:"));
addLooking(program.commandsGroup("Look:"));
addMending(program.commandsGroup("Move and mend images:"));

program.parseAsync().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  // Whatever still runs beside the failed step would keep the process for minutes.
  process.exit(1);
});
