import assert from "node:assert/strict";

import { openYaml } from "../../render/yamlFile";
import { temporaryDirectory, writeFile } from "./support";

const directory = temporaryDirectory();

const open = (text: string) => openYaml(writeFile(directory, "Pulumi.dev.yaml", text));

function mistake(text: string): string {
  try {
    open(text);
  } catch (error) {
    return (error as Error).message.replace(`${directory}/Pulumi.dev.yaml:`, "");
  }
  return assert.fail("the file was read");
}

describe("a YAML file", () => {
  const key = "a key must be a text; write the name of one.";
  const unlike =
    "not every parser reads this value alike; write it in quotes, or a number in plain digits.";
  const alias = "this alias has no anchor before it; write what it stands for.";
  const refusals: [what: string, text: string, message: string][] = [
    [
      "two documents",
      "a: 1\n---\nb: 2\n",
      "2: this is not YAML: a second document begins here; write one, without ---.",
    ],
    [
      "a tab as indentation",
      "a:\n\tb: 1\n",
      "2: this is not YAML: a tab cannot indent; write spaces.",
    ],
    ["equal keys", "a:\n  b: 1\n  b: 2\n", "3: the key b stands here twice; remove one."],
    ["equal keys, one in quotes", 'a: 1\n"a": 2\n', "2: the key a stands here twice; remove one."],
    ["a NUL byte", "a: 1\nb: x\0y\n", "2: a text file has no NUL byte; remove it."],
    [
      "a merge key",
      "a: &a { b: 1 }\nc:\n  <<: *a\n",
      "3: the merge key (<<) is not read here; write the keys themselves.",
    ],
    ["a list as key", "? [a]\n: b\n", `1: ${key}`],
    ["an empty key", "'': b\n", `1: ${key}`],
    ["a key without a value", "~: b\n", `1: ${key}`],
    ["the key __proto__", "a: { __proto__: b }\n", `1: ${key}`],
    ["an alias of nothing", "a: *b\n", `1: ${alias}`],
    ["an alias of what it stands in", "a: &a\n  b: *a\n", `2: ${alias}`],
    [
      "an anchor with a question mark",
      "a: &b?c\n",
      "1: not every parser reads this anchor alike; name it with letters, digits, - and _.",
    ],
    [
      "a colon that belongs to the text in brackets",
      "a: [b :]\n",
      "1: this colon is a part of the text before it for Go's parser; write a space after it.",
    ],
    [
      "an empty line after an escaped line break",
      'a: "b\\\n\n  c"\n',
      "1: not every parser reads an empty line after a backslash alike; remove it.",
    ],
    [
      "a text that begins with a question mark",
      "a: [?b]\n",
      "1: not every parser takes this question mark for a text; quote it.",
    ],
    [
      "a tag",
      "a: !!binary aGk=\n",
      "1: not every parser reads this tag alike; write the value without it.",
    ],
    [
      "aliases that multiply",
      ["a0: &a0 [x]"]
        .concat([1, 2, 3, 4, 5].map((n) => `a${n}: &a${n} [${`*a${n - 1}, `.repeat(9)}]`))
        .join("\n"),
      "1: aliases in this file stand for too much; write it out.",
    ],
    [
      "nesting without end",
      `a: ${"[".repeat(10_000)}`,
      "1: this is not YAML: this is nested too deeply; flatten it.",
    ],
    ...["0x1F", "0o17", "017", "0b11", "1_000", "+3", "1e3", "3.0", ".5", ".inf", ".nan"].map(
      (value): [string, string, string] => [`the number ${value}`, `a: ${value}\n`, `1: ${unlike}`],
    ),
    ...["True", "FALSE", "2024-01-01", "12345678901234567890"].map(
      (value): [string, string, string] => [
        `the value ${value}`,
        `a: [${value}]\n`,
        `1: ${unlike}`,
      ],
    ),
  ];
  for (const [what, text, message] of refusals) {
    it(`is refused for ${what}`, () => {
      assert.equal(mistake(text), message);
    });
  }

  it("may hold what all parsers read alike", () => {
    const text =
      'a: 10.88.0.1\nb: "0x1F"\nc: [3, -1.5, true, null, ~, 10Gi, 1a, a_b, 1.2.3]\nd: &d { e: f }\ng: *d\n';
    assert.deepEqual(open(text).toJS(), {
      a: "10.88.0.1",
      b: "0x1F",
      c: [3, -1.5, true, null, null, "10Gi", "1a", "a_b", "1.2.3"],
      d: { e: "f" },
      g: { e: "f" },
    });
  });
});
