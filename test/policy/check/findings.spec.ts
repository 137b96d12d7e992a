import assert from "node:assert/strict";

import { validate } from "../../../policy/check/findings";
import { parseManifests } from "../../../policy/check/manifests";
import type { Level } from "../../../policy/configuration";
import type { Rule, StackRule } from "../../../policy/rule";
import { documents, noColor, onlyOne, plainConfiguration, thing } from "./support";

const objects = parseManifests(
  documents(thing("a", "red"), thing("b", "blue"), thing("c", "red")),
  "f",
).flatMap((document) => document.objects);

const found = (rule: Rule, level: Level, settings = {}) =>
  validate([{ rule, level, settings }], objects).map((finding) => finding.level);

describe("findings", () => {
  it("come by object, then by rule, with the object, its field and a sentence", () => {
    assert.deepEqual(
      validate(plainConfiguration, objects).map(({ rule, level, object, field, message }) => [
        rule.name,
        level,
        object.title,
        field.path,
        message,
      ]),
      [
        [
          "thing-disallow-color",
          "mandatory",
          "Thing 'a'",
          "spec.color",
          "Thing 'a': spec.color must be blue.",
        ],
        ["thing-require-one", "advisory", "Thing 'b'", "", "Thing 'b': must be left out."],
        ["thing-require-one", "advisory", "Thing 'c'", "", "Thing 'c': must be left out."],
        [
          "thing-disallow-color",
          "mandatory",
          "Thing 'c'",
          "spec.color",
          "Thing 'c': spec.color must be blue.",
        ],
      ],
    );
  });

  it("have the level that is configured, and remediate refuses", () => {
    assert.deepEqual(found(onlyOne, "mandatory"), ["mandatory", "mandatory"]);
    assert.deepEqual(found(onlyOne, "remediate"), ["mandatory", "mandatory"]);
    assert.deepEqual(found(noColor, "advisory", { color: "blue" }), ["advisory"]);
  });

  it("keep their order when a rule names a copy of its object, such as a workload", () => {
    const copying: StackRule = {
      ...onlyOne,
      validate: (stack) =>
        onlyOne
          .validate(stack, {})
          .reverse()
          .map((violation) => ({ ...violation, object: { ...violation.object } })),
    };
    const configuration = [{ rule: copying, level: "advisory", settings: {} } as const];
    assert.deepEqual(
      validate(configuration, objects).map(({ object }) => object.title),
      ["Thing 'b'", "Thing 'c'"],
    );
  });

  it("are none of a disabled rule, which is not run", () => {
    const broken: Rule = { ...onlyOne, validate: () => assert.fail("it was run") };
    assert.deepEqual(found(broken, "disabled"), []);
  });

  it("do not hide that a rule is broken", () => {
    const broken: Rule = {
      ...onlyOne,
      validate: () => {
        throw new TypeError("bug");
      },
    };
    assert.throws(() => found(broken, "advisory"), /bug/);
  });
});
