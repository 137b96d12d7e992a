import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import { checkFiles, type Report } from "../../../policy/check/report";
import { reportSarif } from "../../../policy/check/reportSarif";
import { rules } from "../../../policy/rules";
import { check, documents, plainConfiguration, plainRules, thing } from "./support";

const root = process.cwd();
const schemaFile = require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
// The library takes references for whole addresses; those are compared below.
const schema = z.fromJSONSchema(
  JSON.parse(readFileSync(schemaFile, "utf8"), (_, value) =>
    value === "uri-reference" ? undefined : value,
  ),
);

function sarif(report: Report, ofRules = plainRules) {
  const log = JSON.parse(reportSarif(report, ofRules, root, "Pulumi.dev.yaml"));
  assert.deepEqual(schema.safeParse(log).error?.issues, undefined);
  return log.runs[0];
}

describe("a report as SARIF", () => {
  it("follows the schema, whose check is strict", () => {
    const log = JSON.parse(reportSarif(check(documents(thing("a", "red"))), plainRules, root, "f"));
    assert.ok(schema.safeParse(log).success);
    for (const mistake of [
      { level: "mandatory" },
      { message: undefined },
      { rule: "x" },
      { locations: [{ physicalLocation: { region: { startLine: 0 } } }] },
    ]) {
      const [run] = log.runs;
      const results = [{ ...run.results[0], ...mistake }];
      assert.ok(
        !schema.safeParse({ ...log, runs: [{ ...run, results }] }).success,
        JSON.stringify(mistake),
      );
    }
  });

  it("describes all rules, whether they were broken or not", () => {
    const { driver } = sarif(check(documents(thing("a", "blue")))).tool;
    assert.equal(driver.name, "glance-policy");
    assert.deepEqual(driver.rules[1], {
      id: "thing-disallow-color",
      name: "Red is refused",
      shortDescription: { text: "Red is refused" },
      fullDescription: { text: "No object is red." },
      help: {
        text: 'Write instead: `color: "blue"`. Why: Red hurts. https://example.org/red',
        markdown:
          '**Write instead:** `color: "blue"`\n\n**Why:** Red hurts. [More](https://example.org/red)',
      },
      helpUri: "https://example.org/red",
      defaultConfiguration: { level: "error" },
      properties: { tags: ["security", "kubernetes"], "security-severity": "8.0" },
    });
    const all = sarif({ objects: 0, violations: [] }, rules).tool.driver.rules;
    assert.deepEqual(
      all.map(({ id }: { id: string }) => id),
      rules.map(({ name }) => name),
    );
  });

  it("points to line and column of each violation", () => {
    const { results } = sarif(check(documents(thing("a", "red"), thing("b", "blue"))));
    assert.deepEqual(results, [
      {
        ruleId: "thing-disallow-color",
        ruleIndex: 1,
        level: "error",
        message: { text: "Thing 'a': spec.color must be blue." },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: "things.yaml" },
              region: { startLine: 7, startColumn: 3 },
            },
          },
        ],
      },
      {
        ruleId: "thing-require-one",
        ruleIndex: 0,
        level: "warning",
        message: { text: "Thing 'b': must be left out." },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: "things.yaml" },
              region: { startLine: 9, startColumn: 1 },
            },
          },
        ],
      },
    ]);
  });

  it("names files from the root of the repository, and others by their whole address", () => {
    const uri = (name: string) => {
      const text = documents(thing("a", "red"));
      const { results } = sarif(checkFiles(plainConfiguration, [{ name, text }]));
      return results[0].locations[0].physicalLocation.artifactLocation.uri;
    };
    assert.equal(uri("a folder/100%.yaml"), "a%20folder/100%25.yaml");
    assert.equal(uri(join(root, "deploy/a.yaml")), "deploy/a.yaml");
    assert.equal(uri("/elsewhere/a b.yaml"), "file:///elsewhere/a%20b.yaml");
    assert.equal(uri("stdin"), "stdin");
  });

  it("points to the stack file for objects of a stack, and tells them apart", () => {
    const report = check(documents(thing("a", "red"), thing("b", "red")));
    const violations = report.violations.map((violation) => ({
      ...violation,
      location: undefined,
    }));
    const { results } = sarif({ ...report, violations });
    const fingerprints = new Set<string>();
    for (const { locations, partialFingerprints } of results) {
      assert.deepEqual(locations, [
        {
          physicalLocation: {
            artifactLocation: { uri: "Pulumi.dev.yaml" },
            region: { startLine: 1 },
          },
        },
      ]);
      fingerprints.add(partialFingerprints.primaryLocationLineHash);
    }
    assert.equal(fingerprints.size, 3);
  });
});
