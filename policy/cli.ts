import { basename, resolve } from "node:path";

import { Command, CommanderError, InvalidArgumentError, Option } from "commander";

import { notDecrypted } from "../model/options/values";
import { UserError } from "../model/userError";
import { userPath } from "../model/userFile";
import { interruptSignal, writeOutput } from "../render";
import { admissionYaml } from "./admission/admissionYaml";
import {
  checkFiles,
  checkStack,
  type Report,
  reportJson,
  reportSarif,
  reportText,
  seenConfiguration,
  summaryOf,
} from "./check";
import { type Configuration, configurationFileOf, readConfiguration } from "./configuration";
import { documentation } from "./documentation";
import { oneLine, readTextOf, shownName } from "./input";
import { rules } from "./rules";

const reports = { text: reportText, json: reportJson, sarif: reportAsSarif } as const;

interface CheckOptions {
  stack?: string;
  file?: string[];
  config?: string;
  format: keyof typeof reports;
  strict: boolean;
  out?: string;
}

const configOption = [
  "--config <file>",
  "JSON file with the levels and settings of the rules (default: policy/config/<stack>.json, if it is there)",
  userPath,
] as const;

const program = new Command("npm run --silent policy --")
  .description("Works with the rules of distributed image import.")
  .exitOverride();

program
  .command("check")
  .description(
    "validate the objects of a stack or of files; ends with 1 if a mandatory rule is broken, with 2 on bad input",
  )
  .addOption(new Option("--stack <name>", "stack to evaluate, without a cluster").conflicts("file"))
  .option("-f, --file <file...>", "YAML or JSON files with manifests; - is the standard input")
  .option(...configOption)
  .addOption(new Option("--format <format>").choices(Object.keys(reports)).default("text"))
  .option(
    "--strict",
    "take configuration of Glance that is not among the objects for an error: no rule judges it",
    false,
  )
  .option("--out <file>", "file to write, with mode 0600; the text then goes to standard error")
  .action(check);

program
  .command("admission")
  .description(
    "print the rules that the API server can enforce, as ValidatingAdmissionPolicies for kubectl apply",
  )
  .option("--namespace <name>", "validate the objects of this namespace alone", parseNamespace)
  .option(...configOption)
  .action(({ namespace, config }: { namespace?: string; config?: string }) =>
    writeOutput(admissionYaml(readConfiguration(config, rules), namespace), undefined),
  );

program
  .command("docs")
  .description("print the rules as a page, as in docs/policies.md")
  .action(() => writeOutput(documentation(rules), undefined));

async function check(options: CheckOptions): Promise<void> {
  const { format, out, stack } = options;
  const config = options.config ?? (stack === undefined ? undefined : configurationFileOf(stack));
  const report = await reportOn(options, readConfiguration(config, rules));
  await writeOutput(reports[format](report, stack), out);
  if (out !== undefined) {
    process.stderr.write(reportText(report));
  }
  process.exitCode = summaryOf(report).mandatory > 0 ? 1 : 0;
}

async function reportOn(
  { stack, file = [], strict }: CheckOptions,
  configuration: Configuration,
): Promise<Report> {
  if (stack !== undefined) {
    const target = { stack, undecrypted: notDecrypted, signal: interruptSignal() };
    return (await checkStack(configuration, target, strict)).report;
  }
  if (file.length === 0) {
    throw new UserError("Name what to check: --stack <name>, or -f <file>.");
  }
  const files = [...new Set(file)].map(async (name) => ({
    name: shownName(name),
    text: await readTextOf(name),
  }));
  return checkFiles(configuration, await Promise.all(files), strict);
}

function reportAsSarif(report: Report, stack: string | undefined): string {
  return reportSarif(
    report,
    [...rules, seenConfiguration],
    process.cwd(),
    resolve(`Pulumi.${basename(stack ?? "")}.yaml`),
  );
}

function parseNamespace(name: string): string {
  if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) {
    throw new InvalidArgumentError(
      "It must be a DNS label: up to 63 lower-case letters, digits and hyphens, such as openstack.",
    );
  }
  return name;
}

program.parseAsync().catch((error: unknown) => {
  if (error instanceof CommanderError) {
    // The library has told the mistake itself.
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else if (error instanceof UserError) {
    console.error(error.message.split("\n").map(oneLine).join("\n"));
    process.exitCode = 2;
  } else {
    // A defect of this program, told apart from what it says of manifests.
    console.error(error);
    process.exitCode = 3;
  }
});
