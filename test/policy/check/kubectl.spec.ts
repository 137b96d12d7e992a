import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";

import fc from "fast-check";

import { parseYaml } from "../../../policy/check/yaml/document";

const head = "apiVersion: example.org/v1\nkind: Thing\nmetadata: { name: a }\nspec:\n";

function kubectl(text: string) {
  return spawnSync("kubectl", ["annotate", "--local", "-o", "json", "-f", "-", "compared=yes"], {
    input: text,
    encoding: "utf8",
  });
}

/** What kubectl reads of a document; undefined for what it refuses. */
function specOfKubectl(text: string): unknown {
  const { status, stdout } = kubectl(text);
  return status === 0 ? (JSON.parse(stdout) as { spec: unknown }).spec : undefined;
}

/** What `check -f` reads of it; undefined for what it refuses. */
function specOfCheck(text: string): unknown {
  try {
    return (parseYaml(text, "f.yaml")[0]?.value as { spec: unknown }).spec;
  } catch {
    return undefined;
  }
}

/** Numbers are compared as JSON has them: -0 is 0. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

/** Documents that both must read, and read alike. */
const readAlike = [
  "  {a: 0X9, b: 0O440, c: 0B11, d: 0440, e: 0o440, f: 1_000, g: 0b-11, h: +0x_9}",
  "  {a: e1, b: 1e, c: 0x, d: 1:30, e: 2026-01-01, f: .e1, g: 0x1p4, h: 1e999, i: =}",
  "  {a: y, b: Off, c: yEs, d: ~, e: , f: NULL, g: 09292, h: .5_0, i: ._5, j: 1.}",
  "  {1: a, 0x10: b, on: c, '1.5': d, 'null': e}",
  "  base: &base {a: 1, b: 2}\n  over: {<<: *base, b: 3}\n  both: {<<: [*base, {b: 4, c: 5}]}",
  "  '<<': {a: 1}\n  b: !!str 5\n  e: !!map {f: <<}",
  '  a: |\n    0x9\n\n  b: >-\n    c\n    d\n  c: "e\n    f\\u0000\\x41"\n  d: g\n    h #i\n  e: j#k',
  "  a: [b, c: d, {e, f: }, {g:h}, [], {}]",
  "  a: 9007199254740993\n  b: 18446744073709551615\n  c: 0x8000000000000000\n  d: -9223372036854775809",
];

/** Documents that kubectl refuses, or that not every parser reads as it does. */
const refused = [
  "  a: 1\n  <<: {a: 2}",
  "  <<: {a: 2, <<: {a: 1}}",
  "  <<: ~",
  "  base: &base [{a: 1}]\n  <<: *base",
  "  a: !!binary aGVsbG8=",
  "  a: !!int '5'",
  "  a: !local 5",
  "  a: [!0, 0]",
  "  a: [!!str, 0]",
  "  a: .inf",
  "  a: .NaN",
  "  1.5: a",
  "  ~: a",
  "  a: [b:]",
  "  {a:[b]}",
  "  a: [b :]",
  "  {a :[b]}",
  "  a: [0,?0]",
  "  {?a: 0}",
  "  a: &0?0",
  '  a: "b\\\n\n    c"',
  '  a: "b\\\n    c\\\n \t\n    d"',
  "  a: &b.c 0\n  d: *b.c",
  "  ? [a]\n  : b",
  "  a: {{ .Values.a }}",
  "  a: \0",
  "  a: 1 #\u2028  b: 2",
  "  a: 1 #\u0085  b: 2",
  "  a: 1 #\r  b: 2",
];

describe("a document", () => {
  for (const spec of readAlike) {
    it(`is read whole: ${JSON.stringify(spec)}`, () => {
      assert.notEqual(specOfCheck(`${head}${spec}\n`), undefined);
    });
  }
  for (const spec of refused) {
    it(`is refused: ${JSON.stringify(spec)}`, () => {
      assert.throws(() => parseYaml(`${head}${spec}\n`, "f.yaml"), {
        message: /^f\.yaml:\d+: [^\n]+\.$/,
      });
    });
  }
  it("is refused where kubectl skips it, and where directives stand before it", () => {
    for (const text of [
      "a: 1\n--- {a: 2}\n",
      "a: 1\n...\na: 2\n",
      "%YAML 1.1\n---\na: 1\n",
      "%TAG ! tag:example.org,2026:\n---\na: 1\n",
    ]) {
      assert.throws(() => parseYaml(text, "f.yaml"), { message: /: kubectl (skips|reads no)/ });
    }
    for (const text of ["a: 1\n--- # b\na: 2\n", "a: 1\r\n...\r\n---\r\na: 2\r\n"]) {
      assert.equal(parseYaml(text, "f.yaml").length, 2);
    }
  });
});

describe("kubectl", () => {
  before(function () {
    if (kubectl(`${head}  a: 1\n`).status !== 0) {
      console.log("    skipped: there is no kubectl to compare with");
      this.skip();
    }
  });

  it("reads every document as check does", () => {
    for (const spec of readAlike) {
      const text = `${head}${spec}\n`;
      assert.deepEqual(plain(specOfCheck(text)), specOfKubectl(text), spec);
    }
  });

  const textOf = (characters: string) =>
    fc
      .array(fc.constantFrom(...characters), { minLength: 1, maxLength: 6 })
      .map((parts) => parts.join(""));
  const value = fc.oneof(
    textOf("01789xXbBoO_.eE+-afny~"),
    fc.constantFrom("yes", "No", "TRUE", "nULL", "<<", "2026-01-01", "1:30", "'1'", '"\\x31"'),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.bigInt({ min: -(2n ** 65n), max: 2n ** 65n }).map(String),
  );
  const scalar = fc.oneof(value, textOf("019.ey~:? #!'|&*,-"));
  const key = fc.oneof(fc.constantFrom("a", "b", "c", "<<"), scalar);
  const { node } = fc.letrec<{ node: string; map: string }>((tie) => ({
    map: fc
      .array(fc.tuple(key, tie("node")), { maxLength: 4 })
      .map((pairs) => `{${pairs.map(([name, value]) => `${name} : ${value}`).join(", ")}}`),
    node: fc.oneof(
      { maxDepth: 3 },
      scalar,
      tie("map"),
      fc.array(tie("node"), { maxLength: 3 }).map((items) => `[${items.join(", ")}]`),
    ),
  }));

  it("reads every scalar as check does", () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 40, maxLength: 80 }), (values) => {
        const lines = values.filter(
          (one) => specOfCheck(`${head}  a: ${one}\n`) !== undefined && one !== "-",
        );
        const text = `${head}${lines.map((one, index) => `  k${index}: ${one}\n`).join("")}`;
        assert.deepEqual(plain(specOfCheck(text)), specOfKubectl(text));
      }),
      { numRuns: 10 },
    );
  });

  /** Fails where both read a document, and read it differently. */
  const compare = (text: string) => {
    const spec = specOfCheck(text);
    fc.pre(spec !== undefined);
    const specThere = specOfKubectl(text);
    fc.pre(specThere !== undefined);
    assert.deepEqual(plain(spec), specThere);
  };

  it("never reads another document than check does", () => {
    fc.assert(
      fc.property(fc.array(node, { minLength: 1, maxLength: 4 }), (nodes) => {
        compare(`${head}${nodes.map((one, index) => `  k${index}: ${one}\n`).join("")}`);
      }),
      { numRuns: 40 },
    );
  });

  it("never reads another document than check does, whatever is written into one", () => {
    const written = `  list:
    - a: 1
      b: "two words"
    - [c, {d: e, f: 'g'}]
  text: |
    one
      two

  folded: >-
    three
    four
  base: &base
    x: 1
  over:
    <<: *base
    y: plain
      text # comment
  escaped: "a\\
    b\\tc"
`;
    const pieces = [
      ..." \n\t:-?,[]{}#&*!|>'\"%@~<=.019ae_+\\",
      ...[": ", "- ", "? ", "&a ", "*base", "!!str ", "|2\n", ">+\n", "<<: *base\n", "...\n"],
    ];
    const change = fc.record({
      at: fc.nat(written.length),
      cut: fc.nat(3),
      piece: fc.constantFrom(...pieces),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const spec = changes.reduce(
          (text, { at, cut, piece }) => text.slice(0, at) + piece + text.slice(at + cut),
          written,
        );
        compare(`${head}${spec}`);
      }),
      { numRuns: 40 },
    );
  });
});
