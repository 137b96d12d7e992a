import { execa } from "execa";

import { guard } from "./policyPack.js";

/** The Pulumi CLI on PATH, or the one of the npm package `pulumi`; undefined when there is none. */
export async function findPulumi(): Promise<string | undefined> {
  const result = await execa("pulumi", ["version"], { preferLocal: true, reject: false });
  return result.failed ? undefined : result.stdout.trim();
}

/** Deploys the stack with the Pulumi CLI, guarded by the policy pack. */
export async function pulumiUp(stack: string): Promise<void> {
  await pulumi(["stack", "select", "--create", stack]);
  const { policyPack, policyPackConfig } = guard(stack);
  await pulumi([
    ...["up", "--stack", stack, "--yes", "--policy-pack", policyPack],
    ...(policyPackConfig === undefined ? [] : ["--policy-pack-config", policyPackConfig]),
  ]);
}

/** Destroys the stack with the Pulumi CLI. */
export async function pulumiDestroy(stack: string): Promise<void> {
  await pulumi(["stack", "select", "--create", stack]);
  await pulumi(["destroy", "--stack", stack, "--yes"]);
}

async function pulumi(args: readonly string[]): Promise<void> {
  // Ctrl-C reaches Pulumi too, which finishes what it has begun: stay until it has.
  const stay = (): void => undefined;
  process.on("SIGINT", stay);
  const result = await execa("pulumi", [...args, "--non-interactive"], {
    preferLocal: true,
    reject: false,
    stdio: "inherit",
  });
  process.off("SIGINT", stay);
  if (result.failed) {
    throw new Error(`pulumi ${args[0]} failed; what it says stands above.`);
  }
}
