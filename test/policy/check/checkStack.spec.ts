import assert from "node:assert/strict";

import { checkStack } from "../../../policy/check/checkStack";
import { reportJson } from "../../../policy/check/reportJson";
import { reportSarif } from "../../../policy/check/reportSarif";
import { reportText } from "../../../policy/check/reportText";
import { defaultConfiguration } from "../../../policy/configuration";
import { rules } from "../../../policy/rules";
import { evaluate, type EvaluatedResource } from "../../../render";
import type { Properties } from "../../../render/values";
import { stackFile } from "../../support/stackConfig";
import { plainConfiguration, plainRules, thing } from "./support";

function resource(manifest: object, set: Partial<EvaluatedResource> = {}): EvaluatedResource {
  return {
    urn: "urn:a",
    type: "kubernetes:core/v1:Thing",
    name: "logical-name",
    manifest: manifest as Properties,
    maskedManifest: manifest as Properties,
    dependencies: [],
    provider: "urn:p",
    retainOnDelete: false,
    protect: false,
    secret: false,
    ...set,
  };
}

const report = (...resources: EvaluatedResource[]) => checkStack(plainConfiguration, { resources });
const text = (...resources: EvaluatedResource[]) => reportText(report(...resources));

describe("the check of a stack", () => {
  it("validates its objects, without a place in a file", () => {
    assert.equal(
      text(resource(thing("a", "red")), resource(thing("b", "blue"))),
      "[mandatory] thing-disallow-color: Thing 'a': spec.color must be blue.\n" +
        "[advisory] thing-require-one: Thing 'b': must be left out.\n" +
        "2 objects, 1 mandatory and 1 advisory violations.\n",
    );
    const { violations } = JSON.parse(reportJson(report(resource(thing("a", "red")))));
    assert.equal("file" in violations[0], false);
  });

  it("goes by the type in Pulumi, as the policy pack does: a patch is one, and its name may be Pulumi's", () => {
    const patch = { kind: "Thing", spec: { color: "red" } };
    const type = "kubernetes:core/v1:ThingPatch";
    assert.match(text(resource(patch, { type })), /: Thing 'logical-name': spec\.color must/);
  });

  it("masks what the stack marks as secret, also where an object tells it", () => {
    const secret = resource(thing("hunter2", "red"), {
      maskedManifest: { ...thing("[secret]", "red") },
      secret: true,
    });
    const other = resource(thing("of-hunter2", "blue"));
    assert.match(text(secret, other), /'\[secret\]': spec\.color[^]*'of-\[secret\]': must be left/);
    for (const output of [
      reportJson(report(secret, other)),
      reportSarif(report(secret, other), plainRules, "/", "f"),
    ]) {
      assert.doesNotMatch(output, /hunter2/);
    }
  });

  it("masks what Secrets hold, encoded or not, but not the sections of a configuration file", () => {
    const data = { a: Buffer.from("user=x\nhunter2").toString("base64") };
    const stringData = { b: "[thing]\nhunter3\n" };
    const secret = resource({ apiVersion: "v1", kind: "Secret", data, stringData });
    for (const [name, shown] of [
      ["hunter2", "[secret]"],
      ["hunter3", "[secret]"],
      [data.a, "[secret]"],
      ["[thing]", "[thing]"],
    ] as const) {
      assert.ok(text(secret, resource(thing(name, "blue"))).includes(`Thing '${shown}': must`));
    }
  });

  it("finds in the stack of the tests what the rules say, and masks nothing by accident", async () => {
    const { resources } = await evaluate({
      stack: "test",
      configFile: stackFile,
      report: () => {},
    });
    const { objects, violations } = checkStack(defaultConfiguration(rules), { resources });
    assert.ok(objects > 10);
    violations.forEach(({ message }) => assert.doesNotMatch(message, /\[secret\]/));
  }).timeout(60_000);
});
