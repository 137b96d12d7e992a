import assert from "node:assert/strict";

import { admissionPolicies } from "../../policy/admission";
import { admissionKinds } from "../../policy/cel/admissionCheck";
import { parseYaml } from "../../policy/check/yaml/document";
import { objectsOfDocument } from "../../policy/model/kubernetesObject";
import { defaultSettings } from "../../policy/rule";
import { rules } from "../../policy/rules";
import { denials } from "./admission/evaluator";
import { corpusSection, exitCode, kinds } from "./corpus";
import type { Manifest } from "./fixtures/fixture";

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

  it("has the verdict of the API server on each object", () => {
    const inputs = kinds
      .flatMap(({ wrong, right }) => [...wrong, ...right])
      // The rest the API server does not take.
      .filter((input) => exitCode(input) !== 2 && !input.text.includes("/../"));
    const values = inputs.flatMap(({ text }) =>
      parseYaml(text, "input.yaml").map(({ value }) => value as Manifest),
    );
    const single = values.flatMap((value) => (value["items"] as Manifest[] | undefined) ?? [value]);
    const manifests = new Map(
      single
        .filter(({ kind, spec }) => kind in admissionKinds && spec !== undefined)
        .map(({ metadata, ...rest }): Manifest => ({
          ...rest,
          metadata: { namespace: "fixtures", ...metadata },
        }))
        .map((manifest) => [JSON.stringify(manifest), manifest]),
    );
    assert.ok(manifests.size > 300, `${manifests.size} objects`);
    for (const rule of rules) {
      if (rule.scope === "object") {
        const settings = defaultSettings(rule);
        const policies = admissionPolicies([{ rule, level: "mandatory", settings }], undefined);
        for (const manifest of manifests.values()) {
          const isRefused = objectsOfDocument(manifest, "").some(
            (object) => rule.validate(object, settings).length > 0,
          );
          const denied = policies.flatMap((policy) => denials(policy, manifest));
          assert.equal(denied.length > 0, isRefused, `${rule.name}: ${denied.join()}`);
        }
      }
    }
  });

  it("is summed up in docs/policies.md", () => {
    const total = kinds.reduce((sum, { wrong }) => sum + wrong.length, 0);
    assert.match(corpusSection(), new RegExp(`\\| All +\\| ${total} +\\| ${total} +\\|`));
  });
});
