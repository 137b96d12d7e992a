import assert from "node:assert/strict";

import { Redactor } from "../../render/redactor";

const secret = '-----BEGIN KEY-----\n  first "part"\r\nsecond part\nab\n';

function redact(message: string): string {
  const redactor = new Redactor();
  redactor.add([secret, "pw"]);
  return redactor.redact(message);
}

describe("the redactor", () => {
  it("masks a secret of several lines at once", () => {
    assert.equal(redact(`cannot use ${secret}!`), "cannot use [secret]!");
  });

  it("masks every line of a secret by itself, with and without its indentation", () => {
    for (const line of secret.split(/[\r\n]+/).filter(({ length }) => length >= 3)) {
      assert.match(redact(`cannot use ${line}!`), /^cannot use +\[secret\]!$/);
      assert.equal(redact(`cannot use ${line.trim()}!`), "cannot use [secret]!");
    }
  });

  it("masks a secret and its lines as JSON writes them", () => {
    assert.equal(redact(JSON.stringify({ key: secret })), '{"key":"[secret]"}');
    assert.equal(redact(JSON.stringify('x first "part" y')), '"x [secret] y"');
  });

  it("leaves texts of less than three characters, which occur everywhere", () => {
    assert.equal(redact("ab pw"), "ab pw");
  });
});
