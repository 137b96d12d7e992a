import { Command } from "commander";

import { evaluate } from "./evaluate";
import { interruptSignal } from "./interrupt";
import { manifests } from "./manifests";
import { refusePublicOutput, writeOutput } from "./output";
import { violationText } from "./violation";

interface CommandLine {
  stack: string;
  policyPack?: string;
  policyPackConfig?: string;
  out?: string;
  withSecrets?: true;
  seedFile?: string;
  configFile?: string;
}

const command = new Command("npm run --silent render --")
  .description("Prints the Kubernetes manifests of a stack, without the Pulumi CLI or a cluster.")
  .requiredOption("--stack <name>", "stack to render")
  .option("--policy-pack <directory>", "policy pack to apply")
  .option("--policy-pack-config <file>", "JSON file with the settings of the policies")
  .option("--out <file>", "file to write, with mode 0600 (default: standard output)")
  .option("--with-secrets", "include Secrets and secret values")
  .option("--seed-file <file>", "seed of all random values (default: .render/seed)")
  .option("--config-file <file>", "stack file (default: Pulumi.<stack>.yaml)")
  .action(render);

async function render(options: CommandLine): Promise<void> {
  const { out, withSecrets = false } = options;
  if (withSecrets) {
    refusePublicOutput(out, process.stdout.fd);
  }
  const evaluation = await evaluate({ ...options, signal: interruptSignal() });
  evaluation.violations.forEach((violation) => console.error(violationText(violation)));
  const { text, omitted, masked } = manifests(evaluation.resources, withSecrets);
  await writeOutput(text, out);
  if (omitted + masked > 0) {
    console.error(
      `Left out ${omitted} Secrets and masked secret values in ${masked} other objects; ` +
        "--with-secrets includes them.",
    );
  }
}

command.parseAsync().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
