import { stringify } from "yaml";

import { checkFiles, type Report } from "../../../policy/check/report";
import { type Configuration, defaultConfiguration } from "../../../policy/configuration";
import type { ObjectRule, Rule, StackRule } from "../../../policy/rule";

const text = {
  title: "Red is refused",
  description: "No object is red.",
  severity: "high",
  level: "mandatory",
  rationale: "Red hurts.",
  url: "https://example.org/red",
  remedy: '`color: "blue"`',
} as const;

/** Refuses objects whose `spec.color` is the setting `color`. */
export const noColor: ObjectRule<{ color: string }> = {
  ...text,
  name: "thing-disallow-color",
  scope: "object",
  settings: { color: { type: "string", default: "red", description: "The color." } },
  validate: ({ manifest }, { color }) =>
    manifest.at("spec", "color").text === color
      ? [{ field: manifest.at("spec", "color"), message: "must be blue" }]
      : [],
  admission: { kinds: ["Pod"], validations: () => [] },
};

/** Refuses every object after the first. */
export const onlyOne: StackRule = {
  ...text,
  name: "thing-require-one",
  title: "There is one object",
  level: "advisory",
  severity: "low",
  scope: "stack",
  validate: ({ objects }) =>
    objects
      .slice(1)
      .map((object) => ({ object, field: object.manifest, message: "must be left out" })),
  admissionLimit: "Objects are several.",
};

/** Rules whose verdict is plain to see. */
export const plainRules: readonly Rule[] = [onlyOne, noColor];

/** These rules as they are when nothing is configured. */
export const plainConfiguration: Configuration = defaultConfiguration(plainRules);

/** An object that the rules about things validate. */
export function thing(name: string, color: string): object {
  return { apiVersion: "v1", kind: "Thing", metadata: { name }, spec: { color } };
}

/** Objects as a file of several documents. */
export function documents(...objects: object[]): string {
  return objects.map((object) => `---\n${stringify(object)}`).join("");
}

/** The report on one file. */
export function check(content: string, configuration = plainConfiguration): Report {
  return checkFiles(configuration, [{ name: "things.yaml", text: content }]);
}
