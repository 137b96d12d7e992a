import assert from "node:assert/strict";

import { openStack } from "../../../ops/stack";
import { stageImage } from "../images";
import { npm, objects, stack } from "../stack";
import {
  deployAgain,
  deployWithRefresh,
  lastStep,
  objectNames,
  pulumi,
  startUp,
  steps,
} from "./deploying";
import { answersDuring, serviceClient } from "./direct";
import type { Fault } from "./fault";
import { importsWork, kube, other, stager } from "./support";

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
        assert.equal(openStack(stack).settings.apiTimeout, 64);
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
