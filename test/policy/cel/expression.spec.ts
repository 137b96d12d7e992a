import assert from "node:assert/strict";

import {
  all,
  allOf,
  anyOf,
  cel,
  exists,
  variable,
  variablesOf,
} from "../../../policy/cel/expression";

describe("an expression of CEL", () => {
  it("holds values as literals, and other expressions as they are", () => {
    const name = cel`object.metadata.name`;
    assert.equal(
      cel`${name} in ${["a", 'b"\n']} && ${1} < 2 && ${true}`.text,
      'object.metadata.name in ["a","b\\"\\n"] && 1 < 2 && true',
    );
  });

  it("is put together of conditions, each in parentheses", () => {
    assert.equal(
      allOf([cel`a || b`, anyOf([cel`c`, cel`d`])]).text,
      "((a || b) && (((c) || (d))))",
    );
  });

  it("asks of the elements of a list under a name", () => {
    const list = cel`object.items`;
    assert.equal(all(list, "x", (x) => cel`${x} > 0`).text, "object.items.all(x, x > 0)");
    assert.equal(exists(list, "x", (x) => cel`${x} > 0`).text, "object.items.exists(x, x > 0)");
  });

  it("declares the variables that it uses, once, after those that they use", () => {
    const first = variable("first", cel`1`);
    const second = variable("second", cel`${first} + 1`);
    assert.equal(second.text, "variables.second");
    assert.deepEqual(
      variablesOf([cel`${second} > ${first}`, cel`${second} > 0`]).map(({ name, definition }) => [
        name,
        definition.text,
      ]),
      [
        ["first", "1"],
        ["second", "variables.first + 1"],
      ],
    );
  });

  it("has one meaning for a name", () => {
    const [one, two] = [variable("x", cel`1`), variable("x", cel`2`)];
    assert.throws(() => variablesOf([one, two]), /^Error: variables\.x is 1 and 2/);
    assert.equal(variablesOf([one, variable("x", cel`1`)]).length, 1);
  });
});
