import assert from "node:assert/strict";

import { waitUntil } from "../../lab/wait";

describe("waiting", () => {
  it("ends as soon as the probe holds, and takes a failing probe for not yet", async () => {
    let probes = 0;
    await waitUntil("It was not there", 10, () => {
      probes += 1;
      return probes === 1 ? Promise.reject(new Error("down")) : Promise.resolve(probes === 3);
    });
    assert.equal(probes, 3);
  });

  it("gives up in time, in one sentence", async () => {
    const started = Date.now();
    await assert.rejects(
      waitUntil("It was not there", 0.5, () => Promise.resolve(false)),
      /^Error: It was not there within 0\.5 seconds\.$/,
    );
    assert.ok(Date.now() - started < 5000);
  });
});
