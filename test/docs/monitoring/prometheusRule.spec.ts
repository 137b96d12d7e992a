import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { execa } from "execa";
import { parse, stringify } from "yaml";

const root = join(__dirname, "../../..");

describe("the alerts in Prometheus' own tool", () => {
  let directory: string;
  const rules = parse(readFileSync(join(root, "docs/monitoring/prometheus-rule.yaml"), "utf8"));

  before(async function () {
    directory = mkdtempSync(join(tmpdir(), "glance-rules-"));
    const { failed } = await promtool("--version");
    if (failed) {
      console.log("There is no promtool on PATH: the alerts are not run.");
      this.skip();
    }
    copyFileSync(join(__dirname, "prometheusRule.test.yaml"), join(directory, "test.yaml"));
  });
  after(() => rmSync(directory, { recursive: true }));

  const promtool = (...args: string[]) =>
    execa("promtool", args, { cwd: directory, reject: false, all: true });

  const writeRules = (change: (text: string) => string) =>
    writeFileSync(join(directory, "rules.yaml"), change(stringify(rules.spec)));

  it("are valid", async () => {
    writeRules((text) => text);
    const { failed, all } = await promtool("check", "rules", "rules.yaml");
    assert.ok(!failed, all);
  });

  it("fire when they must, and only then", async () => {
    writeRules((text) => text);
    const { failed, all } = await promtool("test", "rules", "test.yaml");
    assert.ok(!failed, all);
  });

  for (const [from, to] of [
    ["< 0.1", "< 0.11"],
    ["max by (namespace, status)", "max by (namespace, status, pod)"],
    [" or glance_database_up == 0", ""],
    ['absent(up{job="glance"})', "absent(up)"],
    ["for: 5m", "for: 6m"],
  ] as const) {
    it(`are tested so that "${to}" in place of "${from}" is noticed`, async () => {
      writeRules((text) => text.replace(from, to));
      const { failed, all } = await promtool("test", "rules", "test.yaml");
      assert.ok(failed, all);
    });
  }
});
