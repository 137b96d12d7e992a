import assert from "node:assert/strict";

import { imageSizeCap } from "../../../model/customServiceConfig";
import { planStaging } from "../../../model/stagingPlan";
import { plan } from "../../../ops/plan";
import { planText } from "../../../ops/plan/planText";
import { testStack } from "../../support/stack";
import { stackValue } from "../../support/stackConfig";

function text(changes: Record<string, unknown>): string {
  const { deployment } = testStack(changes);
  return planText(deployment, planStaging(deployment));
}

describe("the plan", () => {
  it("refuses what the program refuses", () => {
    const stack = testStack({ customServiceConfig: "[keystone_authtoken]\nusername = x" });
    const log = console.log;
    console.log = () => undefined;
    try {
      assert.throws(() => plan(stack, { json: false }), {
        message: /^glance:customServiceConfig sets \[keystone_authtoken\] username in line 2: /,
      });
    } finally {
      console.log = log;
    }
  });
});

describe("the plan as text", () => {
  it("shows pods with their volumes, nodes with their room, and what fits", () => {
    const lines = text({ replicas: 1 }).split("\n");
    assert.deepEqual(lines.slice(0, 7), [
      "POD                     CLAIM                          NODE   VOLUME",
      "glance-external-api-0   glance-glance-external-api-0   n1     local-storage01-n1",
      "glance-internal-api-0   glance-glance-internal-api-0   n1     local-storage02-n1",
      "",
      "NODE   VOLUMES   CAPACITY   FREE VOLUMES   FREE CAPACITY",
      "n1     2         20Gi       0              0",
      "n2     2         20Gi       2              20Gi",
    ]);
    assert.match(
      lines.at(-1) ?? "",
      /In 10Gi fits one image of 5Gi at a time, or 8 of 640Mi at once\. .* image_size_cap = 671088640 /,
    );
  });

  it("knows the largest image that Glance takes", () => {
    const { deployment } = testStack();
    const cap = imageSizeCap("[DEFAULT]\nimage_size_cap = 1\nimage_size_cap = 5368709120\n");
    const output = planText(deployment, planStaging(deployment), { cap });
    assert.match(
      output,
      / at once\. Glance refuses images of more than 5Gi, as image_size_cap in /,
    );
    assert.equal(imageSizeCap("[cors]\nimage_size_cap = 1"), undefined);
  });

  it("tells of a quota that no pod's claim could hold", () => {
    const { deployment } = testStack({ replicas: 2 });
    const quota = (stageTotal: number) =>
      planText(deployment, planStaging(deployment), { stageTotal });
    assert.equal(quota(40960), text({ replicas: 2 }));
    assert.match(
      quota(40961),
      /\n\nToo large: glance:quotas\.imageStageTotal lets one project stage 40961 MiB, and all pods together have room for 40Gi\.$/,
    );
  });

  it("says what is missing", () => {
    const localStorage = stackValue("localStorage", { nodes: ["n1"] });
    assert.match(
      text({ localStorage, replicas: 2 }),
      /glance-external-api-1 .* n1 +missing\n[^]*\nMissing: a volume on n1 for glance-external-api-1\./,
    );
  });

  it("says that a class makes its volumes itself", () => {
    const output = text({ localStorage: {}, staging: { storageClass: "lvms" }, replicas: 1 });
    assert.match(output, /glance-external-api-0 +glance-glance-external-api-0 +- +made by lvms/);
    assert.doesNotMatch(output, /FREE VOLUMES|Missing/);
  });
});
