import assert from "node:assert/strict";
import { join } from "node:path";

import { execa } from "execa";

const root = join(__dirname, "../../..");

describe("a program that declares admission policies", () => {
  it("loads the rules without the SDK of policy packs", async () => {
    const code = `
      const { admissionPolicies } = require("./policy/admission");
      const { defaultConfiguration } = require("./policy/configuration");
      const { rules } = require("./policy/rules");
      const policies = admissionPolicies(defaultConfiguration(rules), "openstack");
      const loaded = Object.keys(require.cache).filter((file) => file.includes("@pulumi/policy"));
      console.log(JSON.stringify([policies.length, loaded]));`;
    const { stdout } = await execa("node", ["--import", "tsx", "--eval", code], { cwd: root });
    const [policies, loaded] = JSON.parse(stdout) as [number, string[]];
    assert.ok(policies > 0);
    assert.deepEqual(loaded, []);
  });
});
