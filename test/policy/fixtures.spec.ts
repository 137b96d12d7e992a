import assert from "node:assert/strict";

import { UnknownValueError, unknownCheckingProxy } from "@pulumi/policy";

import { objectsOfDocument, objectsOfResource } from "../../policy/objects/kubernetesObject";
import { Stack } from "../../policy/objects/stack";
import { withValue } from "../../policy/objects/withValue";
import { defaultSettings, type ObjectProblem, type Rule, sentence } from "../../policy/rule";
import { rules } from "../../policy/rules";
import { type Fixture, type Manifest } from "./fixtures/fixture";
import { ruleFixtures } from "./fixtures";

/** How Pulumi writes an unknown value during preview. */
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

type Judged = ReturnType<typeof objectsOfDocument>;

/** What a rule finds in objects. */
function problemsIn(rule: Rule, settings: object, objects: Judged): ObjectProblem[] {
  const all = { ...defaultSettings(rule), ...settings };
  return rule.scope === "stack"
    ? rule.judge(new Stack(objects), all)
    : objects.flatMap((object) =>
        rule.judge(object, all).map((problem) => ({ ...problem, object })),
      );
}

/** The same as sentences. */
function judge(rule: Rule, settings: object, objects: Judged): string[] {
  return problemsIn(rule, settings, objects).map((problem) => sentence(problem.object, problem));
}

/** The objects as Pulumi hands them to a policy. */
function asResources(manifests: readonly Manifest[]): Judged {
  return manifests.flatMap((manifest, index) =>
    objectsOfResource({
      type: `kubernetes:${manifest.apiVersion}:${manifest.kind}`,
      props: unknownCheckingProxy(manifest) as object,
      name: "logical-name",
      urn: String(index),
    }),
  );
}

/** The objects in one document of kind List. */
function asList(manifests: readonly Manifest[]): Judged {
  return objectsOfDocument({ apiVersion: "v1", kind: "List", items: manifests }, "file");
}

function checkVerdict({ isAccepted, path }: Fixture, messages: readonly string[], prefix = "") {
  if (isAccepted) {
    assert.deepEqual(messages, []);
  } else {
    assert.ok(messages.length > 0, "nothing was found");
    const field = path === undefined || path === "" ? "" : `${prefix}${path} `;
    assert.ok(
      messages.some((message) => message.includes(`': ${field}`)),
      messages.join("\n"),
    );
    messages.forEach((message) => assert.match(message, /^\w+ '[^']*': .+\.$/));
  }
}

describe("the rules", () => {
  it("all have fixtures", () => {
    assert.deepEqual(
      ruleFixtures.map(({ rule }) => rule.name),
      rules.map(({ name }) => name),
    );
  });

  for (const { rule, fixtures } of ruleFixtures) {
    describe(rule.name, () => {
      for (const fixture of fixtures) {
        it(`${fixture.isAccepted ? "accepts" : "refuses"} ${fixture.title}`, () => {
          const { objects, settings } = fixture;
          checkVerdict(fixture, judge(rule, settings, asResources(objects)));
          const inList = judge(rule, settings, asList(objects));
          const prefix = objects.length === 1 ? "items[0]." : undefined;
          checkVerdict(
            prefix === undefined ? { ...fixture, path: undefined } : fixture,
            inList,
            prefix,
          );
        });
      }

      it("never takes an unknown value for a good one", () => {
        for (const { title, objects, settings } of fixtures.filter((one) => !one.isAccepted)) {
          const judged = asResources(objects);
          for (const { object, field } of problemsIn(rule, settings, judged)) {
            // The kind of an object is always known.
            if (field.path !== "kind") {
              const manifests = objects.map((manifest, index) =>
                object.origin === String(index)
                  ? (withValue(manifest, field.keys, unknown) as Manifest)
                  : manifest,
              );
              assert.throws(
                () => judge(rule, settings, asResources(manifests)),
                UnknownValueError,
                `${title}: ${field.path}`,
              );
            }
          }
        }
      });

      it("has a fixture of each verdict", () => {
        assert.ok(fixtures.some(({ isAccepted }) => isAccepted));
        assert.ok(fixtures.some(({ isAccepted }) => !isAccepted));
      });
    });
  }
});
