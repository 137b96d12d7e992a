import assert from "node:assert/strict";

import { UnknownValueError, unknownCheckingProxy } from "@pulumi/policy";

import { objectsOfDocument, objectsOfResource } from "../../policy/model/kubernetesObject";
import { Stack } from "../../policy/model/stack";
import { withValue } from "../../policy/model/withValue";
import { defaultSettings, type ObjectViolation, type Rule, sentence } from "../../policy/rule";
import { rules } from "../../policy/rules";
import { type Fixture, type Manifest } from "./fixtures/fixture";
import { ruleFixtures } from "./fixtures";

/** How Pulumi writes an unknown value during preview. */
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

type Validated = ReturnType<typeof objectsOfDocument>;

/** What a rule finds in objects. */
function violationsIn(rule: Rule, settings: object, objects: Validated): ObjectViolation[] {
  const all = { ...defaultSettings(rule), ...settings };
  return rule.scope === "stack"
    ? rule.validate(new Stack(objects), all)
    : objects.flatMap((object) =>
        rule.validate(object, all).map((violation) => ({ ...violation, object })),
      );
}

/** The same as sentences. */
function validate(rule: Rule, settings: object, objects: Validated): string[] {
  return violationsIn(rule, settings, objects).map((violation) =>
    sentence(violation.object, violation),
  );
}

/** The objects as Pulumi hands them to a policy. */
function asResources(manifests: readonly Manifest[]): Validated {
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
function asList(manifests: readonly Manifest[]): Validated {
  return objectsOfDocument({ apiVersion: "v1", kind: "List", items: manifests }, "file");
}

/** @param prefix What stands before every path; undefined when that differs. */
function checkVerdict(
  { paths, message = "" }: Fixture,
  messages: readonly string[],
  prefix: string | undefined,
) {
  assert.equal(messages.length, paths.length, messages.join("\n"));
  messages.forEach((text) => assert.match(text, /^\w+ '[^']*': .+\.$/));
  for (const path of paths) {
    const field = prefix === undefined ? "" : `${prefix}${path} `;
    assert.ok(
      messages.some((text) => text.includes(`': ${field}`) && text.includes(message)),
      messages.join("\n"),
    );
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
          checkVerdict(fixture, validate(rule, settings, asResources(objects)), "");
          const prefix = objects.length === 1 ? "items[0]." : undefined;
          checkVerdict(fixture, validate(rule, settings, asList(objects)), prefix);
        });
      }

      it("never takes an unknown value for a good one", () => {
        for (const { title, objects, settings } of fixtures.filter((one) => !one.isAccepted)) {
          const validated = asResources(objects);
          for (const { object, field } of violationsIn(rule, settings, validated)) {
            // The kind of an object is always known.
            if (field.path !== "kind") {
              const manifests = objects.map((manifest, index) =>
                object.origin === String(index)
                  ? (withValue(manifest, field.keys, unknown) as Manifest)
                  : manifest,
              );
              assert.throws(
                () => validate(rule, settings, asResources(manifests)),
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
