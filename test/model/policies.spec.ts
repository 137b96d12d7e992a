import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";

import { isPolicyText } from "../../model/policies";
import { pythonEnvironment } from "../support/pythonEnvironment";

const script = `
import json, logging, sys
from oslo_policy import _parser
logging.disable()
json.dump([str(_parser.parse_rule(text)) for text in json.load(sys.stdin)], sys.stdout)
`;

const right = [
  ...["", "@", "!", "role:member", "'public':%(visibility)s", "not role:a", "not not role:a"],
  ...["(role:a or role:b) and not role:c", "role:a AND (not (role:b))", "rule:x or\n role:y"],
  "project_id:%(project_id)s and (project_id:%(member_id)s or 'community':%(visibility)s)",
];
const wrong = [
  ...["role", "rule:x and", "((role:a)", "role:a role:b", "()", "project_id:%(project_id)s)"],
  ...["or role:a", "role:a and or role:b", "not", "(role:a or) role:b"],
];

describe("the text of a policy", () => {
  for (const text of right) {
    it(`may be ${JSON.stringify(text)}`, () => assert.equal(isPolicyText(text), true));
  }
  for (const text of wrong) {
    it(`may not be ${JSON.stringify(text)}`, () => assert.equal(isPolicyText(text), false));
  }

  it("is read by the real oslo.policy, which takes what it cannot read for nobody", () => {
    const python = join(pythonEnvironment("oslo.policy", "6.0.1"), "python3");
    const input = JSON.stringify([...right, ...wrong]);
    const answer = execFileSync(python, ["-c", script], { input, encoding: "utf8" });
    const read = JSON.parse(answer) as string[];
    const isNobody = (text: string) => text === "!";
    assert.deepEqual(
      read.map(isNobody),
      [...right, ...wrong].map((text) => text === "!" || wrong.includes(text)),
    );
  });
});
