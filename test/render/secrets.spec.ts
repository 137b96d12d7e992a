import assert from "node:assert/strict";

import { createStackKey, decryptSecret, encryptSecret, openStackKey } from "../../render/secrets";

describe("secrets of a stack file", () => {
  const { encryptionSalt, key } = createStackKey("correct horse");

  it("come back as they were", () => {
    const opened = openStackKey("correct horse", encryptionSalt);
    for (const text of ["", "hunter2", "zwölf\n€"]) {
      assert.equal(decryptSecret(opened.key, encryptSecret(key, text)), text);
    }
  });

  it("look different each time they are encrypted", () => {
    assert.notEqual(encryptSecret(key, "hunter2"), encryptSecret(key, "hunter2"));
  });

  it("refuse another passphrase", () => {
    assert.throws(() => openStackKey("wrong", encryptionSalt), /The passphrase is wrong/);
  });

  it("open what the Pulumi CLI wrote", () => {
    // From the tests of Pulumi's own passphrase secrets manager.
    const salt = "v1:fozI5u6B030=:v1:F+6ZduKKd8G0/V7L:PGMFeIzwobWRKmEAzUdaQHqC5mMRIQ==";
    assert.equal(openStackKey("password", salt).encryptionSalt, salt);
  });

  it("refuse an encryptionsalt or a value of another form", () => {
    assert.throws(
      () => openStackKey("x", "v2:fozI5u6B030=:v1:a:b"),
      /damaged: restore it from the history/,
    );
    assert.throws(
      () => openStackKey("x", "v1:short:v1:a:b"),
      /damaged: restore it from the history/,
    );
    assert.throws(() => decryptSecret(key, "v3:a:b"), /form v1:NONCE/);
  });

  it("refuse a changed value and a value of another stack", () => {
    const [version, nonce, text] = encryptSecret(key, "hunter2").split(":");
    const changed = [version, nonce, `A${text?.slice(1).toLowerCase()}`].join(":");
    assert.throws(() => decryptSecret(key, changed), /damaged or belongs to another/);
    const other = createStackKey("correct horse");
    assert.throws(() => decryptSecret(other.key, encryptSecret(key, "hunter2")), /damaged/);
  });
});
