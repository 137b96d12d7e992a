import assert from "node:assert/strict";

import {
  checkStack,
  evaluateGuarded,
  remediation,
  reportOnResources,
} from "../../../policy/check/checkStack";
import { reportJson, reportText } from "../../../policy/check/reportText";
import { reportSarif } from "../../../policy/check/reportSarif";
import { defaultConfiguration, type Level } from "../../../policy/configuration";
import type { ObjectRule } from "../../../policy/rule";
import { rules } from "../../../policy/rules";
import type { EvaluatedResource } from "../../../render";
import type { Properties } from "../../../render/values";
import { UserError } from "../../../model/userError";
import { stackFile } from "../../support/stackConfig";
import { noColor, plainConfiguration, plainRules, thing } from "./support";

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

const report = (...resources: EvaluatedResource[]) =>
  reportOnResources(plainConfiguration, resources);
const text = (...resources: EvaluatedResource[]) => reportText(report(...resources));

/** Refuses Secrets without the label of a team, and gives them one. */
const labelled: ObjectRule = {
  ...noColor,
  name: "secret-require-team",
  settings: {},
  validate: ({ kind, manifest }) =>
    kind === "Secret" && manifest.at("metadata", "labels", "team").text === undefined
      ? [{ field: manifest.at("metadata", "labels", "team"), message: "must be images" }]
      : [],
  remediate: () => "images",
};
const at = (level: Level, rule: ObjectRule = labelled) => [{ rule, level, settings: {} }];

const always: ObjectRule["validate"] = ({ manifest }) => [{ field: manifest, message: "must go" }];

const labelOf = ({ metadata }: Properties) =>
  (metadata as { labels: Record<string, string> }).labels["team"];

const stack = { stack: "test", configFile: stackFile };

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
    const { report } = await checkStack(defaultConfiguration(rules), stack);
    assert.ok(report.objects > 10);
    report.violations.forEach(({ message }) => assert.doesNotMatch(message, /\[secret\]/));
  }).timeout(60_000);

  it("finds nothing where a rule of the level remediate has made it right, and says what it changed", async () => {
    const messages: string[] = [];
    const { resources, report } = await checkStack(at("remediate"), {
      ...stack,
      report: (message) => messages.push(message),
    });
    assert.deepEqual(report.violations, []);
    const secrets = resources.filter(({ manifest }) => manifest["kind"] === "Secret");
    assert.equal(messages.length, secrets.length);
    for (const { urn, manifest, maskedManifest } of secrets) {
      assert.equal(labelOf(manifest), "images");
      assert.equal(labelOf(maskedManifest), "images");
      assert.deepEqual(maskedManifest["stringData"], "[secret]");
      assert.ok(messages.includes(`${urn}: changed by the policy 'secret-require-team'.`));
    }
  }).timeout(60_000);

  it("refuses a stack that breaks a mandatory rule, and lists all that does", async () => {
    const { report } = await evaluateGuarded(at("advisory"), stack);
    assert.ok(report.violations.length > 1);
    await assert.rejects(evaluateGuarded(at("mandatory"), stack), (error) => {
      assert.ok(error instanceof UserError);
      const lines = error.message.split("\n");
      assert.equal(lines.shift(), "The policy pack forbids this program:");
      assert.equal(lines.length, report.violations.length);
      lines.forEach((line) =>
        assert.match(
          line,
          /^\[mandatory\] secret-require-team: Secret '.+': metadata\.labels\.team must be images\.$/,
        ),
      );
      return true;
    });
  }).timeout(60_000);
});

describe("remediation", () => {
  const remediate = (level: Level, rule: ObjectRule, manifest: object) =>
    remediation(at(level, rule))({ ...resource(manifest), props: manifest as Properties });
  const secret = { kind: "Secret" };

  it("changes nothing at any other level, and nothing that keeps the rule", () => {
    for (const level of ["advisory", "mandatory", "disabled"] as const) {
      assert.deepEqual(remediate(level, { ...labelled, validate: always }, secret), []);
    }
    assert.deepEqual(remediate("remediate", labelled, thing("a", "red")), []);
    assert.deepEqual(remediate("remediate", { ...noColor, validate: always }, secret), []);
  });

  it("lets every rule see what those before it have changed", () => {
    const change = (name: string, field: string): ObjectRule => {
      let seen = "";
      return {
        ...labelled,
        name,
        validate: ({ manifest }) => {
          seen = `${manifest.at("first").text ?? ""}${manifest.at("second").text ?? ""}!`;
          return [{ field: manifest.at(field), message: "must go" }];
        },
        remediate: () => seen,
      };
    };
    const rules = [change("one", "first"), change("two", "second"), change("three", "first")];
    const changes = remediation(
      rules.map((rule) => ({ rule, level: "remediate" as const, settings: {} })),
    )({ ...resource({}), props: {} });
    assert.deepEqual(changes, [
      { policy: "one", props: { first: "!" } },
      { policy: "two", props: { first: "!", second: "!!" } },
      { policy: "three", props: { first: "!!!!", second: "!!" } },
    ]);
  });
});
