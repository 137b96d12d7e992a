import assert from "node:assert/strict";

import { faultGroups } from "./faults";
import { activeImages, podsReady } from "./faults/support";
import { allActive, importsIn } from "./images";
import { makeStackFile, npm, stack } from "./stack";

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
