import { labCommand } from "./command";

labCommand()
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    // The steps that run beside the failed one would keep the process for minutes.
    process.exit(1);
  });
