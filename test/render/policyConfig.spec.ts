import assert from "node:assert/strict";

import {
  AnalyzerInfo,
  EnforcementLevel,
  PolicyConfig,
  PolicyConfigSchema,
  PolicyInfo,
} from "@pulumi/pulumi/proto/analyzer_pb.js";

import { policySettings, readPolicyConfig } from "../../render/policyConfig";
import { toStruct } from "../../render/protocol";
import { temporaryDirectory, writeFile } from "./support";

const { ADVISORY, DISABLED, MANDATORY, REMEDIATE } = EnforcementLevel;

function pack(): AnalyzerInfo {
  const schema = new PolicyConfigSchema()
    .setProperties(
      toStruct({ most: { type: "integer", default: 3 }, unit: { enum: ["Gi", "Mi"] } }),
    )
    .setRequiredList(["unit"]);
  const info = new AnalyzerInfo()
    .setName("pack")
    .setPoliciesList([
      new PolicyInfo().setName("plain").setEnforcementlevel(MANDATORY),
      new PolicyInfo().setName("sized").setEnforcementlevel(ADVISORY).setConfigschema(schema),
    ]);
  const initial = new PolicyConfig().setEnforcementlevel(REMEDIATE);
  info.getInitialconfigMap().set("sized", initial.setProperties(toStruct({ unit: "Gi" })));
  return info;
}

const settings = (config: object) => {
  const file = writeFile(temporaryDirectory(), "config.json", JSON.stringify(config));
  return Object.fromEntries(policySettings(pack(), readPolicyConfig(file)));
};

describe("policy settings", () => {
  it("come from the schema, then from the pack's initial configuration", () => {
    assert.deepEqual(settings({}), {
      plain: { level: MANDATORY, properties: {} },
      sized: { level: REMEDIATE, properties: { most: 3, unit: "Gi" } },
    });
  });

  it("come from the given configuration above all", () => {
    assert.deepEqual(settings({ plain: "advisory", sized: { most: 5, unit: "Mi" } }), {
      plain: { level: ADVISORY, properties: {} },
      sized: { level: REMEDIATE, properties: { most: 5, unit: "Mi" } },
    });
  });

  it("take the level of all, unless the policy has its own", () => {
    const { plain, sized } = settings({ all: "disabled", sized: "mandatory" });
    assert.equal(plain?.level, DISABLED);
    assert.equal(sized?.level, MANDATORY);
  });

  it("refuse an unknown policy and suggest a known one", () => {
    assert.throws(() => settings({ plian: "advisory" }), /no policy 'plian'; do you mean 'plain'/);
  });

  it("refuse a misspelt level", () => {
    assert.throws(() => settings({ plain: "mandatry" }), /'mandatry' of the policy 'plain'/);
    assert.throws(() => settings({ plain: "constructor" }), /'constructor' of the policy 'plain'/);
    assert.throws(() => settings({ all: "off" }), /'off' of the policy 'all'/);
  });

  it("refuse an unknown setting and suggest a known one", () => {
    const unknown = /'sized' has no setting 'mots'; do you mean 'most'/;
    assert.throws(() => settings({ sized: { unit: "Mi", mots: 5 } }), unknown);
    assert.throws(() => settings({ plain: { most: 5 } }), /'plain' has no settings; leave 'most'/);
    assert.throws(() => settings({ all: { most: 5 } }), /'all' has no settings; leave 'most' out/);
  });

  it("refuse a value of the wrong type and a missing one", () => {
    assert.throws(() => settings({ sized: { most: "five" } }), /'sized' is .* wrongly at 'most'/);
    assert.throws(() => settings({ sized: { unit: "TiB" } }), /'sized' is .* wrongly at 'unit'/);
    const info = pack();
    info.getInitialconfigMap().clear();
    assert.throws(() => policySettings(info, {}), /'sized' is .* wrongly at 'unit'/);
  });

  it("refuse a file of another shape", () => {
    const file = writeFile(temporaryDirectory(), "config.json", "[1]");
    assert.throws(() => readPolicyConfig(file), /must be a JSON object/);
  });
});
