import assert from "node:assert/strict";

import { parseAllDocuments } from "yaml";

import { admissionPolicies } from "../../../policy/admission";
import { admissionYaml } from "../../../policy/admission/admissionYaml";
import { defaultConfiguration } from "../../../policy/configuration";
import { rules } from "../../../policy/rules";

const configuration = defaultConfiguration(rules);

function read(text: string, version: "1.1" | "1.2"): { spec: { validationActions?: string[] } }[] {
  const parsed = parseAllDocuments(text, { version });
  return Array.isArray(parsed) ? parsed.map((document) => document.toJS()) : [];
}

describe("admission policies as YAML", () => {
  const text = admissionYaml(configuration, "openstack");
  const manifests = admissionPolicies(configuration, "openstack").flatMap(({ policy, binding }) => [
    policy,
    binding,
  ]);

  it("mean the same to readers of YAML 1.1 and 1.2, and are two documents for each rule", () => {
    for (const version of ["1.1", "1.2"] as const) {
      assert.deepEqual(read(text, version), manifests);
    }
    const admitted = rules.filter(({ scope }) => scope === "object");
    assert.equal(manifests.length, 2 * admitted.length);
    assert.ok(admitted.length < rules.length);
  });

  it("are the same bytes every time", () => {
    assert.equal(admissionYaml(defaultConfiguration(rules), "openstack"), text);
    assert.notEqual(admissionYaml(configuration, undefined), text);
  });

  it("leave disabled rules out and warn of advisory ones", () => {
    const level = (wanted: "advisory" | "disabled") =>
      read(
        admissionYaml(
          configuration.map((configured) => ({ ...configured, level: wanted })),
          undefined,
        ),
        "1.2",
      );
    assert.deepEqual(level("disabled"), []);
    assert.deepEqual(level("advisory")[1]?.spec.validationActions, ["Warn", "Audit"]);
  });
});
