import assert from "node:assert/strict";

import { checkFiles, type ReportedViolation } from "../../../policy/check/report";
import { reportJson, reportText, violationLines } from "../../../policy/check/reportText";
import { requireImageDigest } from "../../../policy/rules/pod/requireImageDigest";
import { check, documents, plainConfiguration, thing } from "./support";

describe("a report as text", () => {
  it("has a line for each violation, and the numbers in the last one", () => {
    assert.equal(
      reportText(check(documents(thing("a", "red"), thing("b", "blue")))),
      "things.yaml:7: [mandatory] thing-disallow-color: Thing 'a': spec.color must be blue.\n" +
        "things.yaml:9: [advisory] thing-require-one: Thing 'b': must be left out.\n" +
        "2 objects, 1 mandatory and 1 advisory violations.\n",
    );
  });

  it("has one line for all fields of an object that break a rule alike", () => {
    const violation = (path: string, object = "StatefulSet 'a'"): ReportedViolation => ({
      rule: requireImageDigest,
      level: "advisory",
      object,
      path,
      message: `${object}: ${path} must end in a digest.`,
      location: undefined,
    });
    const lines = violationLines([
      violation("containers[0].image"),
      violation("containers[0].image", "Job 'b'"),
      violation("containers[1].image"),
    ]);
    assert.deepEqual(lines, [
      "[advisory] pod-require-image-digest: StatefulSet 'a': containers[0].image must end in a digest. Likewise containers[1].image.",
      "[advisory] pod-require-image-digest: Job 'b': containers[0].image must end in a digest.",
    ]);
  });

  it("has the numbers alone when nothing is wrong", () => {
    assert.equal(
      reportText(check(documents(thing("a", "blue")))),
      "1 objects, 0 mandatory and 0 advisory violations.\n",
    );
  });

  it("names the file of each object, and validates all files together", () => {
    const report = checkFiles(plainConfiguration, [
      { name: "a.yaml", text: documents(thing("a", "blue")) },
      { name: "b.json", text: JSON.stringify(thing("b", "red")) },
    ]);
    assert.equal(
      reportText(report),
      "b.json:1: [advisory] thing-require-one: Thing 'b': must be left out.\n" +
        "b.json:1: [mandatory] thing-disallow-color: Thing 'b': spec.color must be blue.\n" +
        "2 objects, 1 mandatory and 1 advisory violations.\n",
    );
  });

  it("keeps a name from ending the line or steering the terminal", () => {
    const text = reportText(
      check(JSON.stringify(thing("a\n[\u001b[2K\u2028\u202e", "red")).replace("\u2028", "\\u2028")),
    );
    assert.equal(text.split("\n").length, 3);
    assert.ok(text.includes("Thing 'a\\u{a}[\\u{1b}[2K\\u{2028}\\u{202e}': spec.color"), text);
  });

  it("is refused of files that hold nothing, for then something else went wrong", () => {
    for (const text of ["", "---\n# comment\n"]) {
      assert.throws(() => check(text), {
        message: "There is nothing in things.yaml; give Kubernetes objects.",
      });
    }
    for (const items of ["[]", "null", ""]) {
      assert.throws(() => check(`apiVersion: v1\nkind: List\nitems: ${items}\n`), {
        message: "There is no object in things.yaml; look where it was asked for them.",
      });
    }
  });
});

describe("a report as JSON", () => {
  it("tells of each violation all that a program needs", () => {
    assert.deepEqual(JSON.parse(reportJson(check(documents(thing("a", "red"))))), {
      violations: [
        {
          rule: "thing-disallow-color",
          severity: "high",
          level: "mandatory",
          object: "Thing 'a'",
          path: "spec.color",
          message: "Thing 'a': spec.color must be blue.",
          remedy: '`color: "blue"`',
          url: "https://example.org/red",
          file: "things.yaml",
          line: 7,
        },
      ],
      summary: { objects: 1, mandatory: 1, advisory: 0 },
    });
  });

  it("has an empty list when nothing is wrong", () => {
    const { violations } = JSON.parse(reportJson(check(documents(thing("a", "blue")))));
    assert.deepEqual(violations, []);
  });
});
