import { resolve } from "node:path";

import { type EngineServer, startEngineServer } from "./engineServer";
import { disabledDefaultProviders, policyEnvironment, programEnvironment } from "./environment";
import { type Evaluation, readOutputs, readResources } from "./evaluation";
import { Failures } from "./failures";
import { defaultLimits, type Limits } from "./limits";
import { type PolicyPack, startPolicyPack } from "./policyPack";
import { runProgram } from "./program";
import { readProject } from "./project";
import { Redactor } from "./redactor";
import { ResourceTable } from "./resourceTable";
import { readSeed } from "./seed";
import { readStackConfig } from "./stackFile";
import { PolicyViolationError, sortViolations } from "./violation";

/** What to evaluate. */
export interface EvaluateOptions {
  /** Folder of Pulumi.yaml. @default the working directory */
  directory?: string | undefined;
  stack: string;
  /** Folder of the policy pack; without it no policies are applied. */
  policyPack?: string | undefined;
  /** JSON file that configures the policies. @default the pack's own settings */
  policyPackConfig?: string | undefined;
  /** The stack file. @default `Pulumi.<stack>.yaml` */
  configFile?: string | undefined;
  /** At least 32 random bytes that all random values come from. @default `.render/seed` */
  seedFile?: string | undefined;
  /** Ends the run early. */
  signal?: AbortSignal | undefined;
  /** Receives messages for people; secrets are masked. @default standard error */
  report?: ((message: string) => void) | undefined;
  /** How long the parts of the run may take. */
  limits?: Partial<Limits> | undefined;
}

/**
 * Evaluates a Pulumi program, and a policy pack over it, without the Pulumi CLI and without a cluster.
 * Takes the passphrase of the stack from the environment.
 *
 * @throws PolicyViolationError when a mandatory policy is broken; Error in all other failures, with a
 *   message for the person who must act. No message holds a secret.
 */
export async function evaluate(options: EvaluateOptions): Promise<Evaluation> {
  const redactor = new Redactor();
  const write = options.report ?? console.error;
  try {
    return await run(options, redactor, (message) => write(redactor.redact(message)));
  } catch (error) {
    throw safeError(error as Error, redactor, options.signal);
  }
}

// Has no cause: that would still hold the secrets.
function safeError(error: Error, redactor: Redactor, signal: AbortSignal | undefined): Error {
  if (signal?.aborted === true) {
    return new Error("Interrupted.");
  }
  return error instanceof PolicyViolationError
    ? error.map((message) => redactor.redact(message))
    : new Error(redactor.redact(error.message));
}

async function run(
  options: EvaluateOptions,
  redactor: Redactor,
  report: (message: string) => void,
): Promise<Evaluation> {
  const { stack } = options;
  const project = readProject(resolve(options.directory ?? "."));
  const config = readStackConfig(project, stack, options.configFile, process.env);
  redactor.add(config.secretTexts);
  const seed = readSeed(project.directory, options.seedFile, report);
  const limits = { ...defaultLimits, ...options.limits };
  const redact = (message: string) => redactor.redact(message);
  const table = new ResourceTable();
  const failures = new Failures(redact);
  const ending = new AbortController();
  const signal = AbortSignal.any([ending.signal, ...(options.signal ? [options.signal] : [])]);

  const startPolicies = async ({ address }: EngineServer): Promise<PolicyPack | undefined> =>
    options.policyPack === undefined
      ? undefined
      : startPolicyPack({
          target: { project, stack, engineAddress: address },
          configFile: options.policyPackConfig,
          child: {
            directory: resolve(options.policyPack),
            environment: policyEnvironment(project, stack, config),
            signal,
          },
          limits,
          redact,
          report,
        });

  const context = {
    project: project.name,
    stack,
    seed,
    table,
    redactor,
    disabledDefaultProviders: disabledDefaultProviders(config),
    policies: Promise.resolve<PolicyPack | undefined>(undefined),
    failures,
    report,
  };
  const server = await startEngineServer(context);
  // Both start at once; registrations wait for the policy pack.
  context.policies = startPolicies(server);
  const program = runProgram({
    project,
    stack,
    engineAddress: server.address,
    child: {
      directory: project.directory,
      environment: programEnvironment(project, config),
      signal,
    },
    limits,
    failures,
    report,
  });
  try {
    const [policies] = await Promise.all([context.policies, program]);
    await policies?.analyzeStack(table);
    const violations = sortViolations(policies?.violations ?? []);
    if (violations.some(({ level }) => level === "mandatory")) {
      throw new PolicyViolationError(violations);
    }
    return { resources: readResources(table), outputs: readOutputs(table), violations };
  } finally {
    ending.abort();
    await Promise.allSettled([program, context.policies.then((policies) => policies?.close())]);
    server.close();
  }
}
