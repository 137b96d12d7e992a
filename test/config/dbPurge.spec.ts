import assert from "node:assert/strict";

import { loadConfig } from "../../config";
import { refusal } from "../support/refusal";
import { setConfig } from "../support/stackConfig";

const cron = "write the five fields of cron, such as 1 0 * * * for a minute past midnight.";

describe("the purge of the database", () => {
  const wrong = ["1 0 * *", "60 0 * * *", "1 24 * * *", "1 0 0 * *", "1 0 * 13 *", "1 0 * * 7"];
  for (const schedule of [...wrong, "nightly", "TZ=UTC 1 0 * * *", "5-1 * * * *", "*/0 * * * *"]) {
    it(`is refused with the schedule ${schedule}`, () => {
      assert.equal(
        refusal({ dbPurge: { schedule } }),
        `glance:dbPurge.schedule is "${schedule}": ${cron}`,
      );
    });
  }
  for (const schedule of ["*/15 1-5 1,15 jan-mar mon", "@daily", "0 3 ? * SUN"]) {
    it(`takes the schedule ${schedule}`, () => {
      setConfig({ dbPurge: { schedule } });
      assert.deepEqual(loadConfig().glance.dbPurge, { schedule, age: 30, rows: 100 });
    });
  }

  const refusals: [string, object, string][] = [
    ["with no age", { age: 0 }, ".age is 0: write a number of days from 1 to 36500."],
    ["with no rows", { rows: 0 }, ".rows is 0: write a number of rows from 1 to 1000000."],
    [
      "with records of images that go early",
      { imagesAge: 90 },
      ".imagesAge is 90: write a number of days from 180 to 36500.",
    ],
    [
      "with records of images that go before the rest",
      { age: 365, imagesAge: 200 },
      ".imagesAge is 200: write at least 365, as in glance:dbPurge.age.",
    ],
    [
      "with a misspelt field",
      { shedule: "@daily" },
      ".shedule is not a configuration key: did you mean schedule?",
    ],
  ];
  for (const [what, dbPurge, message] of refusals) {
    it(`is refused ${what}`, () => assert.equal(refusal({ dbPurge }), `glance:dbPurge${message}`));
  }
});
