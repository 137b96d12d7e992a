import assert from "node:assert/strict";

import {
  parseDuration,
  parseImage,
  parseMinutes,
  parseReplicas,
  parseRequest,
  parseSeconds,
} from "../../../ops/commands/options";

const image = "39f56460-f1d6-48bf-b4eb-e08e38600d8f";
const request = `req-${image}`;

/** What each parser takes, what it makes of it, and what it refuses. */
const parsers = [
  { parse: parseReplicas, takes: { "0": 0, "12": 12 }, refuses: ["", "-1", "2.5", "two"] },
  { parse: parseSeconds, takes: { "600": 600 }, refuses: ["", "10m", "-1", "1e3"] },
  { parse: parseMinutes, takes: { "0": 0, "0.5": 0.5 }, refuses: ["", " ", "-1", "10m"] },
  { parse: parseDuration, takes: { "90s": "90s", "1h30m": "1h30m" }, refuses: ["", "90", "1d"] },
  { parse: parseRequest, takes: { [request]: request }, refuses: ["", image, "req-", "req-a b"] },
  {
    parse: parseImage,
    takes: { [image]: image },
    refuses: ["", "cirros", request, `${image}.raw`],
  },
];

describe("the options of the operator commands", () => {
  for (const { parse, takes, refuses } of parsers) {
    it(`are taken by ${parse.name}, or refused with what to write instead`, () => {
      for (const [text, value] of Object.entries(takes)) {
        assert.equal(parse(text), value);
      }
      for (const text of refuses) {
        assert.throws(() => parse(text), /: (Write|A request id)/, text);
      }
    });
  }
});
