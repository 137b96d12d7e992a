import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { check, resolveConfig } from "prettier";

import { parseConfiguration } from "../../../policy/configuration";
import { documentation } from "../../../policy/documentation";
import { rules } from "../../../policy/rules";
import { corpusSection } from "../corpus";
import { plainRules } from "../check/support";

const file = join(__dirname, "../../../docs/policies.md");
const page = documentation(rules) + corpusSection();

/** The part of a page about a rule. */
function section(text: string, name: string): string {
  return text.split(/^(?=### )/m).find((part) => part.startsWith(`### \`${name}\`\n`)) ?? "";
}

describe("docs/policies.md", () => {
  it("is what `npm run docs` writes", () => {
    assert.equal(readFileSync(file, "utf8"), page);
  });

  it("is formatted as Prettier formats it", async () => {
    assert.ok(await check(page, { ...(await resolveConfig(file)), parser: "markdown" }));
    const cramped = page.replace("| Rule ", "|Rule");
    assert.ok(!(await check(cramped, { ...(await resolveConfig(file)), parser: "markdown" })));
  });

  it("has a line in the table and a section for every rule", () => {
    for (const { name, title, rationale, url, remedy } of rules) {
      assert.match(page, new RegExp(`^\\| \\[\`${name}\`\\]\\(#${name}\\) +\\| ${title} `, "m"));
      const text = section(page, name);
      assert.ok(text.includes(rationale) && text.includes(url) && text.includes(remedy), name);
    }
  });

  it("says of each rule where it is enforced, and why not", () => {
    const text = documentation(plainRules);
    assert.match(
      text,
      /^\| \[`thing-require-one`\]\S+ +\| .*\| low +\| advisory +\| yes .*\| yes .*\| no /m,
    );
    assert.match(section(text, "thing-require-one"), /API server:\*\* Objects are several\./);
    assert.match(text, /^\| \[`thing-disallow-color`\].*\| yes +\| yes +\| yes +\| `color` +\|$/m);
    assert.doesNotMatch(section(text, "thing-disallow-color"), /API server/);
  });

  it("has the settings with their defaults, and says whether there is a remediation", () => {
    const text = section(documentation(plainRules), "thing-disallow-color");
    assert.match(text, /^\| `color` +\| The color\. +\| `"red"` +\|$/m);
    assert.match(text, /\*\*Remediation:\*\* no\./);
    assert.match(section(page, "pod-disallow-shared-staging"), /\*\*Remediation:\*\* yes/);
    assert.doesNotMatch(section(documentation(plainRules), "thing-require-one"), /Setting/);
  });

  it("shows a configuration that is valid", () => {
    const [, example = ""] = /```json\n([^]*?)```/.exec(page) ?? [];
    assert.equal(parseConfiguration(example, "example", rules).length, rules.length);
  });
});
