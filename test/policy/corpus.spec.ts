import assert from "node:assert/strict";

import { corpusSection, exitCode, kinds } from "./corpus";

describe("policy check of whole deployments", () => {
  for (const { title, wrong, right } of kinds) {
    describe(title, () => {
      for (const input of wrong) {
        it(`refuses ${input.title}`, () => {
          assert.notEqual(exitCode(input), 0);
        });
      }
      for (const input of right) {
        it(`accepts ${input.title}`, () => {
          assert.equal(exitCode(input), 0);
        });
      }
    });
  }

  it("tries several inputs of each kind, each once", () => {
    for (const { title, wrong, right } of kinds) {
      assert.ok(wrong.length >= 4 && right.length > 0, title);
      for (const inputs of [wrong, right]) {
        assert.equal(new Set(inputs.map((one) => one.title)).size, inputs.length, title);
      }
    }
  });

  it("is summed up in docs/policies.md", () => {
    const total = kinds.reduce((sum, { wrong }) => sum + wrong.length, 0);
    assert.match(corpusSection(), new RegExp(`\\| All +\\| ${total} +\\| ${total} +\\|`));
  });
});
