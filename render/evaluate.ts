import { resolve } from "node:path";

import { UserError } from "../model/userError";
import { type Evaluation, readOutputs, readResources } from "./evaluation";
import { Failures } from "./failures";
import { type Limits, runProgram } from "./program";
import { readProject, stackName } from "./project";
import { Redactor } from "./redactor";
import type { Remediate } from "./registration";
import { ResourceTable } from "./resources";
import { readSeed } from "./seed";
import { type ConfigOptions, readStackConfig } from "./stackFile";

/** What to evaluate. */
export interface EvaluateOptions extends ConfigOptions {
  stack: string;
  /** Changes objects as policies of the level `remediate` do. @default nothing is changed */
  remediate?: Remediate | undefined;
  /** At least 32 random bytes that all random values come from. @default `.render/seed` */
  seedFile?: string | undefined;
  /** Ends the run early. */
  signal?: AbortSignal | undefined;
  /** Receives messages for people; secrets are masked. @default standard error */
  report?: ((message: string) => void) | undefined;
  /** How long the program may run. */
  limits?: Limits | undefined;
}

/**
 * Evaluates a Pulumi program without the Pulumi CLI and without a cluster.
 * Takes the passphrase of the stack from the environment.
 * What it cannot decrypt it replaces by `undecrypted`, and reports which keys these are.
 *
 * @throws UserError with a message for the person who must act, which holds no secret.
 */
export async function evaluate(options: EvaluateOptions): Promise<Evaluation> {
  const redactor = new Redactor();
  const write = options.report ?? console.error;
  try {
    return await run(options, redactor, (message) => write(redactor.redact(message)));
  } catch (error) {
    // Has no cause: that would still hold the secrets.
    throw new UserError(
      options.signal?.aborted === true ? "Interrupted." : redactor.redact((error as Error).message),
    );
  }
}

async function run(
  options: EvaluateOptions,
  redactor: Redactor,
  report: (message: string) => void,
): Promise<Evaluation> {
  const { remediate, limits, signal } = options;
  const stack = stackName(options.stack);
  const project = readProject(resolve(options.directory ?? "."));
  const config = readStackConfig(project, stack, options);
  redactor.add(config.secretTexts);
  if (config.undecryptedKeys.length > 0) {
    const keys = [...new Set(config.undecryptedKeys)].join(", ");
    report(`Secret values of ${keys} cannot be decrypted here: placeholders stand in their place.`);
  }
  const seed = readSeed(project.directory, options.seedFile, report);
  const table = new ResourceTable();
  const failures = new Failures((message) => redactor.redact(message));
  const shared = { stack, failures, report };
  // Only now: what reads a stack file alone need not load gRPC.
  const { startEngineServer } = await import("./engineServer.js");
  const server = await startEngineServer({
    ...shared,
    project: project.name,
    seed,
    table,
    redactor,
    remediate,
  });
  try {
    await runProgram({ ...shared, project, config, engineAddress: server.address, limits, signal });
    return { resources: readResources(table), outputs: readOutputs(table) };
  } finally {
    server.close();
  }
}
