import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";

import { parseOsloConf } from "../model/osloConf";
import { objectsOfResource } from "../policy/model/kubernetesObject";
import { Stack } from "../policy/model/stack";
import { defaultSettings, sentence } from "../policy/rule";
import { rules } from "../policy/rules";
import { record, type Registration } from "./support/mocks";
import { readWithOsloConfig } from "./support/osloConfig";

const folder = join(__dirname, "../examples");
const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));

async function program(file: string): Promise<Registration[]> {
  const { config } = parse(readFileSync(join(folder, file), "utf8")) as { config: object };
  const texts = Object.entries(config).map(([key, value]: [string, unknown]): [string, string] => [
    key,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  const encrypted = /\{"secure":("[^"]*")\}/g;
  pulumi.runtime.setAllConfig(
    Object.fromEntries(texts.map(([key, text]) => [key, text.replaceAll(encrypted, "$1")])),
    texts.filter(([, text]) => text.search(encrypted) !== -1).map(([key]) => key),
  );
  delete require.cache[require.resolve("..")];
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return record(() => void require(".."));
}

function violations(registrations: readonly Registration[]): string[] {
  const objects = registrations.flatMap(({ type, name, inputs }) =>
    objectsOfResource({ type, props: inputs, name, urn: name }),
  );
  return rules.flatMap((rule) => {
    const settings = defaultSettings(rule);
    const found =
      rule.scope === "stack"
        ? rule.validate(new Stack(objects), settings)
        : objects.flatMap((object) =>
            rule.validate(object, settings).map((violation) => ({ ...violation, object })),
          );
    return found.map((violation) => `${rule.name}: ${sentence(violation.object, violation)}`);
  });
}

/** The INI text of the example, which several Secrets hold; the program's own is tested elsewhere. */
function customConfigurations(registrations: readonly Registration[]): Set<string> {
  const files = registrations
    .filter(({ type }) => type.endsWith(":Secret"))
    .flatMap(({ inputs }) => Object.entries((inputs.stringData ?? {}) as Record<string, string>));
  return new Set(files.filter(([name]) => /^0[1-9]-/.test(name)).map(([, text]) => text));
}

/** What the pods of an API read, by section, with oslo.config. */
function readConfiguration(text: string): void {
  const options = parseOsloConf(text);
  const sections = Object.fromEntries(
    options.map(({ section }) => [
      section,
      options.filter((option) => option.section === section).map(({ key }) => key),
    ]),
  );
  const directory = mkdtempSync(join(tmpdir(), "examples-"));
  try {
    const file = join(directory, "glance.conf");
    writeFileSync(file, text);
    const read = readWithOsloConfig(file, sections);
    for (const { section, key, value } of options) {
      assert.equal(read[section]?.[key], value.replaceAll("$$", "$"), `[${section}] ${key}`);
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
}

describe("the examples", () => {
  for (const file of files) {
    it(`${file} is a short stack that breaks no rule, with INI that oslo.config reads`, async () => {
      const lines = readFileSync(join(folder, file), "utf8").trimEnd().split("\n");
      assert.ok(lines.length >= 8 && lines.length <= 25, `${lines.length} lines`);
      assert.deepEqual(
        lines.slice(0, 3).map((line) => line.startsWith("# ")),
        [true, true, false],
      );
      const registrations = await program(file);
      assert.deepEqual(violations(registrations), []);
      for (const text of customConfigurations(registrations)) {
        readConfiguration(text);
      }
    });
  }

  it("are listed with what each shows", () => {
    const readme = readFileSync(join(folder, "README.md"), "utf8");
    const listed = [...readme.matchAll(/^\| \[`(.*)`\]\(\1\) \| (.*) \|$/gm)];
    assert.deepEqual(
      listed.map(([, file, what]) => [file, what]),
      files.sort().map((file) => {
        const [first = ""] = readFileSync(join(folder, file), "utf8").split("\n");
        return [file, first.slice(2).replace(/\.$/, "")];
      }),
    );
  });
});
