import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { type Child, type ChildOptions, reportLines, startNode } from "./childProcess";
import { within } from "./limits";

/** A policy pack that listens on a port of the loopback address. */
export interface PolicyProcess {
  port: number;
  child: Child;
}

/**
 * Starts a policy pack with the SDK's own runner and waits until it listens.
 *
 * @param limit Milliseconds until its first line, which must be its port.
 */
export async function startPolicyProcess(
  engineAddress: string,
  options: ChildOptions,
  limit: number,
  report: (message: string) => void,
): Promise<PolicyProcess> {
  const { directory } = options;
  if (!existsSync(join(directory, "PulumiPolicy.yaml"))) {
    throw new Error(`${directory} is no policy pack: it has no PulumiPolicy.yaml.`);
  }
  // The pack's own SDK.
  const { resolve } = createRequire(join(directory, "package.json"));
  const runner = resolve("@pulumi/pulumi/cmd/run-policy-pack");
  const child = startNode([runner, engineAddress, directory], options);
  try {
    const stdout = child.stdout[Symbol.asyncIterator]();
    void reportLines(child.stderr, report);
    const first = await within(
      limit,
      `The policy pack ${directory} did not start within ${limit / 1000} s.`,
      stdout.next(),
    );
    if (first.done === true) {
      throw new Error(`The policy pack ${directory} ended with ${await child.ended}.`);
    }
    if (!/^\d+$/.test(first.value)) {
      throw new Error(`The policy pack ${directory} must not print a line before its port.`);
    }
    void reportLines({ [Symbol.asyncIterator]: () => stdout }, report);
    return { port: Number(first.value), child };
  } catch (error) {
    await child.end();
    throw error;
  }
}
