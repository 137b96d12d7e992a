import assert from "node:assert/strict";

import { rollOutSeconds } from "../../model/rollOut";

describe("a roll-out", () => {
  it("may take the grace period of every pod, and its start", () => {
    assert.equal(rollOutSeconds(3, 3600), 600 + 3 * 3900);
  });

  it("may take the grace period when all pods go at once", () => {
    assert.equal(rollOutSeconds(0, 3600), 600 + 3900);
  });
});
