import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { EnforcementLevel } from "@pulumi/pulumi/proto/analyzer_pb.js";

import { PolicyPackProcess } from "../support/policyPack.js";
import {
  apiContainer,
  claimTemplate,
  glanceStatefulSet,
  statefulSet,
} from "../support/workloads.js";

const root = join(__dirname, "../..");

describe("the policy pack, run as Pulumi runs it", () => {
  let pack: PolicyPackProcess;

  before(async function () {
    this.timeout(60_000);
    pack = await PolicyPackProcess.start(join(root, "policy"));
  });

  after(() => pack.stop());

  it("serves its policies, all mandatory", async () => {
    const { name, version, policiesList } = await pack.info();
    assert.deepEqual([name, version], ["glance", "0.1.0"]);
    assert.deepEqual(
      policiesList.map((policy) => policy.name),
      [
        "persistentvolumeclaim-disallow-shared-staging",
        "pod-disallow-shared-staging",
        "pod-require-staging-claim-template",
        "pod-require-statefulset",
        "statefulset-require-own-worker-url",
      ],
    );
    for (const policy of policiesList) {
      assert.equal(policy.enforcementlevel, EnforcementLevel.MANDATORY, policy.name);
    }
  });

  it("is documented, policy by policy", async () => {
    const table = await readFile(join(root, "docs/policies.md"), "utf8");
    const documented = [...table.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => name);
    const { policiesList } = await pack.info();
    assert.deepEqual(
      documented,
      policiesList.map((policy) => policy.name),
    );
  });

  it("accepts a StatefulSet with private staging and own URLs", async () => {
    assert.deepEqual(await pack.analyze(statefulSet, glanceStatefulSet()), []);
  });

  it("refuses a shared claim template in one sentence", async () => {
    const shared = { volumeClaimTemplates: [claimTemplate(["ReadWriteMany"])] };
    const [diagnostic, ...others] = await pack.analyze(statefulSet, glanceStatefulSet({}, shared));
    assert.deepEqual(others, []);
    assert.equal(diagnostic?.policyname, "pod-disallow-shared-staging");
    assert.equal(diagnostic?.enforcementlevel, EnforcementLevel.MANDATORY);
    assert.match(diagnostic?.message ?? "", /\nStatefulSet 'glance-single-api': spec\.volumeClaim/);
  });

  it("applies the default staging class to a claim", async () => {
    const claim = {
      metadata: { name: "data" },
      spec: { storageClassName: "local-storage", accessModes: ["ReadOnlyMany"] },
    };
    const type = "kubernetes:core/v1:PersistentVolumeClaim";
    const [diagnostic] = await pack.analyze(type, claim);
    assert.equal(diagnostic?.policyname, "persistentvolumeclaim-disallow-shared-staging");
  });

  it("notes that a rule could not run on an unknown value, instead of passing it", async () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const env = [{ name: "OS_DEFAULT__WORKER_SELF_REFERENCE_URL", value: unknown }];
    const props = glanceStatefulSet({ containers: [apiContainer({ env })] });
    const [diagnostic, ...others] = await pack.analyze(statefulSet, props);
    assert.deepEqual(others, []);
    assert.equal(diagnostic?.enforcementlevel, EnforcementLevel.ADVISORY);
    assert.match(
      diagnostic?.message ?? "",
      /can't run policy 'statefulset-require-own-worker-url'/,
    );
  });
});
