import assert from "node:assert/strict";

import { faultGroups } from "./faults/index.js";
import { activeImages, podsReady } from "./faults/support.js";
import { allActive, importsIn } from "./images.js";
import { makeStackFile, npm, stack } from "./stack.js";

const all = process.env["FAULTS"] === "all";

describe("no active image is lost when this happens", () => {
  before(async () => {
    makeStackFile();
    await npm("up", "--stack", stack);
    await podsReady();
    if (!all) {
      console.log("Only some of the faults: npm run e2e -- faults runs all.");
    }
  });
  afterEach(async () => {
    const pod = "glance-external-api-0";
    assert.deepEqual(await importsIn(pod, activeImages), allActive(activeImages));
  });

  for (const { heading, faults } of faultGroups) {
    describe(heading, () => {
      faults
        .filter(({ ci }) => all || ci)
        .forEach(({ situation, test }) => {
          it(situation, test);
        });
    });
  }
});
