import assert from "node:assert/strict";
import { once } from "node:events";
import { join } from "node:path";

import { execa } from "execa";

import { labEnvironment } from "../../../lab/environment.js";
import { findPulumi } from "../../../ops/deploy/pulumi.js";
import { plainValue } from "../../../ops/stackFile.js";
import { stageImage } from "../images.js";
import { npm, objects, stack } from "../stack.js";
import { answersDuring, serviceClient } from "./direct.js";
import type { Fault } from "./fault.js";
import { importsWork, kube, other, podsReady, stager } from "./support.js";

const root = join(__dirname, "../../..");
const here = ["--stack", stack];

/** What can happen to deployments. */
export const deploymentFaults: readonly Fault[] = [
  {
    situation: "A first deployment is killed in each of its steps",
    clients: "no answer until it is deployed",
    kept: "everything",
    operator: "`npm run up` again; with the Pulumi CLI `pulumi cancel` first",
    async test() {
      const staged = await stageImage(stager, 8);
      const before = await objectNames();
      await npm("down", ...here, "--keep-lab");
      for (const step of await steps()) {
        const deployment = await startUp(step, "--config", "apiTimeout=62");
        await deployment.end("SIGKILL");
        await pulumi("cancel");
      }
      await deployAgain("62");
      assert.deepEqual(await objectNames(), before);
      await importsWork(other, staged);
    },
  },
  {
    situation: "A deployment is interrupted",
    clients: "nothing",
    kept: "everything",
    operator: "deploy again",
    async test() {
      const staged = await stageImage(stager, 8);
      const answers = await answersDuring(await serviceClient(), async () => {
        const deployment = await startUp(await lastStep(), "--config", "apiTimeout=63");
        await deployment.end("SIGINT");
        await deployAgain("63");
      });
      assert.deepEqual(answers, [200]);
      await importsWork(other, staged);
    },
  },
  {
    situation: "Two deployments of a stack at once",
    clients: "nothing",
    kept: "everything",
    operator: "nothing: the second one is refused",
    ci: true,
    async test() {
      const staged = await stageImage(stager, 8);
      const deployment = await startUp(await lastStep(), "--config", "apiTimeout=64");
      try {
        await assert.rejects(npm("up", ...here, "--config", "apiTimeout=65"), {
          message: /is at work on this stack/,
        });
        assert.equal(plainValue(stack, "apiTimeout"), "64");
      } finally {
        await deployment.ended;
      }
      assert.equal((await objects("statefulsets")).size, 2);
      await deployAgain("64");
      await importsWork(other, staged);
    },
  },
  {
    situation: "A StatefulSet is deleted by hand",
    clients: "no answer from its pods until it is deployed again",
    kept: "everything",
    operator: "`npm run up`; with the Pulumi CLI `pulumi refresh` first",
    async test() {
      const staged = await stageImage(stager, 8);
      await kube("delete", "statefulset", "glance-external-api");
      await deployWithRefresh();
      await importsWork(other, staged);
    },
  },
  {
    situation: "The configuration of an API is deleted by hand",
    clients: "nothing, as long as no pod is started",
    kept: "everything",
    operator: "`npm run up`; with the Pulumi CLI `pulumi refresh` first",
    async test() {
      const staged = await stageImage(stager, 8);
      await kube("delete", "secret", "glance-external-api-config-data");
      await kube("delete", "pod", other, "--wait=false");
      await deployWithRefresh();
      await importsWork(other, staged);
    },
  },
  {
    situation: "All pods are parked with zero replicas",
    clients: "no answer; the Services have no endpoint left",
    kept: "everything",
    operator:
      "`npm run up -- --config replicas=0 --config allowStagedLoss=true`, later more replicas",
    async test() {
      const staged = await stageImage(stager, 8);
      const scale = (replicas: number) => ["--config", `replicas=${replicas}`];
      await npm("up", ...here, ...scale(0), "--config", "allowStagedLoss=true");
      const endpoints = await kube("get", "endpointslices", "-o", "jsonpath={..addresses}");
      assert.equal(endpoints, "");
      await npm("up", ...here, ...scale(3), "--config", "allowStagedLoss=false");
      await importsWork(other, staged);
    },
  },
];

/** What a deployment prints when each of its steps begins. */
async function steps(): Promise<RegExp[]> {
  return (await findPulumi()) === undefined
    ? [1, 2, 3, 4, 5, 6].map((wave) => new RegExp(`Wave ${wave} of`))
    : ["Namespace", "PersistentVolume", "Secret", "Job", "Service", "StatefulSet"].map(
        (kind) => new RegExp(`:${kind} \\S+ (creating|updating)`),
      );
}

/** What a deployment prints when it begins to change StatefulSets. */
async function lastStep(): Promise<RegExp> {
  return (await steps()).at(-1) ?? /./;
}

/** Every object of the stack, and every claim. Jobs go without the hash of what they are run with: passwords are made anew. */
async function objectNames(): Promise<string[]> {
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
async function pulumi(command: string): Promise<void> {
  if ((await findPulumi()) !== undefined) {
    await execa("pulumi", [command, "--yes", ...here], { cwd: root, env: labEnvironment() });
  }
}

/** Starts a deployment, and returns when it has printed something. */
async function startUp(step: RegExp, ...options: string[]) {
  const command = ["--import", "tsx", join(root, "ops/cli.ts"), "up", ...here, ...options];
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
async function deployAgain(apiTimeout: string): Promise<void> {
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

async function deployWithRefresh(): Promise<void> {
  await pulumi("refresh");
  await npm("up", ...here);
  await podsReady();
}
