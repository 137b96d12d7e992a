import assert from "node:assert/strict";
import { once } from "node:events";
import { join } from "node:path";

import { execa } from "execa";

import { labEnvironment } from "../../../lab/environment";
import { findPulumi } from "../../../ops/deploy/pulumi";
import { npm, objects, stack } from "../stack";
import { podsReady } from "./support";

const root = join(__dirname, "../../..");
const here = ["--stack", stack];

/** What a deployment prints when each of its steps begins. */
export async function steps(): Promise<RegExp[]> {
  return (await findPulumi()) === undefined
    ? [1, 2, 3, 4, 5, 6].map((wave) => new RegExp(`Wave ${wave} of`))
    : ["Namespace", "PersistentVolume", "Secret", "Job", "Service", "StatefulSet"].map(
        (kind) => new RegExp(`:${kind} \\S+ (creating|updating)`),
      );
}

/** What a deployment prints when it begins to change StatefulSets. */
export async function lastStep(): Promise<RegExp> {
  return (await steps()).at(-1) ?? /./;
}

/** Every object of the stack, and every claim. Jobs go without the hash of what they are run with: passwords are made anew. */
export async function objectNames(): Promise<string[]> {
  const kinds = ["namespaces", "storageclasses", "persistentvolumes", "persistentvolumeclaims"];
  const own = ["secrets", "jobs", "services", "poddisruptionbudgets", "statefulsets"];
  const names = [...kinds, ...own].map(async (kind) =>
    [...(await objects(kind)).keys()].map(
      (name) => `${kind}/${kind === "jobs" ? name.replace(/-[0-9a-f]{8}$/, "") : name}`,
    ),
  );
  return (await Promise.all(names)).flat();
}

/** Runs the Pulumi CLI, where deployments go through it. */
export async function pulumi(command: string): Promise<void> {
  if ((await findPulumi()) !== undefined) {
    await execa("pulumi", [command, "--yes", ...here], { cwd: root, env: labEnvironment() });
  }
}

/** Starts a deployment, and returns when it has printed something. */
export async function startUp(step: RegExp, ...options: string[]) {
  const command = ["start/command.js", "ops/cli.ts", "up", ...here, ...options];
  const run = execa("node", command, { cwd: root, all: true, reject: false, detached: true });
  const pid = run.pid ?? 0;
  await new Promise<void>((resolve, reject) => {
    let text = "";
    run.all.on("data", (data: Buffer) => {
      text += data.toString();
      if (step.test(text)) {
        resolve();
      }
    });
    void once(run.all, "end").then(() => reject(new Error(`It ended before ${step}:\n${text}`)));
  });
  return {
    ended: run,
    async end(signal: NodeJS.Signals) {
      process.kill(-pid, signal);
      await run;
    },
  };
}

/** Deploys until the end, after which another deployment changes nothing. */
export async function deployAgain(apiTimeout: string): Promise<void> {
  await pulumi("cancel");
  await npm("up", ...here, "--config", `apiTimeout=${apiTimeout}`);
  await podsReady();
  const versions = async () =>
    [...(await objects("statefulsets")), ...(await objects("secrets"))].map(
      ([name, { metadata }]) => [name, metadata.resourceVersion],
    );
  const before = await versions();
  await npm("up", ...here);
  assert.deepEqual(await versions(), before);
}

/** Deploys what has been deleted by hand, which Pulumi must be told of. */
export async function deployWithRefresh(): Promise<void> {
  await pulumi("refresh");
  await npm("up", ...here);
  await podsReady();
}
