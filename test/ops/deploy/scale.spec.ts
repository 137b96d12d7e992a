import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";

import { ownReplicas, scale } from "../../../ops/deploy/scale";
import { useStackFolder } from "../../support/stackFolder";

describe("scale", () => {
  useStackFolder();
  const write = (...lines: string[]) =>
    writeFileSync(
      "Pulumi.test.yaml",
      ["config:", ...lines.map((line) => `  glance:${line}`), ""].join("\n"),
    );

  it("refuses a stack whose API has a number of replicas of its own", async () => {
    write("replicas: 3", "internalReplicas: 2");
    await assert.rejects(scale("test", 2, { import: false, timeout: 1 }), {
      message: /^The stack test sets internalReplicas, which replicas do not change: /,
    });
  });

  it("does not mind an empty number, or one of another layout", () => {
    write('externalReplicas: ""', "singleReplicas: 2");
    assert.equal(ownReplicas("test"), undefined);
    write("layout: single", "externalReplicas: 2");
    assert.equal(ownReplicas("test"), undefined);
    write("layout: single", "singleReplicas: 2");
    assert.equal(ownReplicas("test"), "singleReplicas");
  });
});
