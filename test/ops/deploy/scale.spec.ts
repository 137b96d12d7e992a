import assert from "node:assert/strict";

import { apiWithOwnReplicas, scale } from "../../../ops/deploy/scale";
import { testStack } from "../../support/stack";

describe("scale", () => {
  it("refuses a stack whose API has a number of replicas of its own", async () => {
    const stack = testStack({ internal: { replicas: 2 } });
    await assert.rejects(scale(stack, { import: false, timeout: 1 }), {
      message: /^The stack test sets internal\.replicas, which replicas do not change: /,
    });
  });

  it("does not mind an API that has none", () => {
    assert.equal(apiWithOwnReplicas(testStack({ external: {} })), undefined);
    const single = testStack({ layout: "single", single: { replicas: 2 } });
    assert.equal(apiWithOwnReplicas(single), "single");
  });
});
