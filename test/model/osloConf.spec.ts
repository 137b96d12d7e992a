import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import fc from "fast-check";

import { osloValueProblem, parseOsloConf, renderOsloConf } from "../../model/osloConf";
import { installOsloConfig, readWithOsloConfig } from "../support/osloConfig";

const directory = mkdtempSync(join(tmpdir(), "oslo-"));
const file = join(directory, "glance.conf");

const specialCharacters = [..."#;$=:\"'\\ \t[]{}%,ab", "ä", "€", "😀", "\u2028", "\u0085", "\x1c"];
const password = fc.oneof(
  fc.string({ unit: fc.constantFrom(...specialCharacters), maxLength: 12 }),
  fc.string({ unit: "binary", maxLength: 12 }),
);

describe("an oslo.config file", () => {
  before(function () {
    this.timeout(120_000);
    installOsloConfig();
  });
  after(() => rmSync(directory, { recursive: true }));

  it("is read back unchanged by oslo.config, whatever the passwords are", () => {
    const values = fc
      .sample(password, 2000)
      .filter((value) => osloValueProblem(value) === undefined);
    assert.ok(values.length > 1000, "most values can be written");
    const section = Object.fromEntries(values.map((value, index) => [`option${index}`, value]));

    writeFileSync(file, renderOsloConf({ DEFAULT: section, database: section }));

    const keys = Object.keys(section);
    const read = readWithOsloConfig(file, { DEFAULT: keys, database: keys });
    assert.deepEqual(read, { DEFAULT: section, database: section });
  });

  it("is read by the program exactly as oslo.config reads it", () => {
    const text = [
      "# a comment",
      "[DEFAULT]",
      "plain = value # not a comment",
      "colon: value = with equal sign",
      'quoted = " kept blanks "',
      "continued = one",
      "  two",
      "",
      "; another comment",
      "empty =",
      "[rbd]",
      "twice = 1",
      "twice = 2",
    ].join("\n");
    writeFileSync(file, text);
    const read = readWithOsloConfig(file, {
      DEFAULT: ["plain", "colon", "quoted", "continued", "empty"],
      rbd: ["twice"],
    });

    const parsed: Record<string, Record<string, string>> = {};
    for (const { section, key, value } of parseOsloConf(text)) {
      (parsed[section] ??= {})[key] = value;
    }
    assert.deepEqual(parsed, read);
  });

  for (const [what, text, message] of [
    [
      "an indented block",
      "  [DEFAULT]\n  debug = true",
      /line 1 is indented but continues no option/,
    ],
    ["a continuation line without a start", "[DEFAULT]\n\n  two", /line 3 is indented/],
    ["a continuation line after a comment", "[DEFAULT]\ndebug = a\n# b\n  c", /line 4 is indented/],
    ["a key outside a section", "debug = true", /line 1 sets debug outside a section/],
    ["a section without its bracket", "[DEFAULT\ndebug = true", /line 1 is not a section/],
    ["a line that is nothing", "[DEFAULT]\ndebug", /line 2 is neither/],
  ] as const) {
    it(`refuses ${what}, as oslo.config does`, () => {
      writeFileSync(file, text);
      assert.throws(() => readWithOsloConfig(file, { DEFAULT: ["debug"] }));
      assert.throws(() => parseOsloConf(text), message);
    });
  }

  for (const [what, value] of [
    ["a line break", "one\ntwo"],
    ["a carriage return", "one\rtwo"],
    ["a backslash before a dollar sign", "a\\$b"],
    ["half a surrogate pair", "\ud800"],
  ] as const) {
    it(`refuses a value with ${what} and does not show it`, () => {
      assert.throws(
        () => renderOsloConf({ DEFAULT: { password: value } }),
        (error: Error) =>
          error.message.startsWith("[DEFAULT] password ") && !error.message.includes(value),
      );
    });
  }
});
