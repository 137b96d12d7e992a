import assert from "node:assert/strict";

import { RunError } from "@pulumi/pulumi";
import * as rpc from "@pulumi/pulumi/runtime/rpc.js";

import { UserError } from "../../model/userError";
import { Redactor } from "../../render/redactor";
import { readable } from "../../render/failures";
import * as values from "../../render/values";

const { containsSecret, masked, plain, secret, secretTexts, unknown } = values;
const signatureKey = "4dabf18193072939515e22adb298388d";

describe("what is taken from the SDK without loading it", () => {
  it("marks special values as the SDK does", () => {
    const own = Object.entries(values).filter(([name]) => name.startsWith("special"));
    assert.equal(own.length, 6);
    for (const [name, signature] of own) {
      assert.equal(signature, rpc[name as keyof typeof rpc], name);
    }
    assert.equal(unknown, rpc.unknownValue);
  });

  it("marks sentences for people so that Pulumi shows no stack trace", () => {
    assert.ok(RunError.isInstance(new UserError("Write another one.")));
  });
});

describe("property values", () => {
  const value = { open: 1, list: [secret("hunter2"), { deep: secret({ user: "a", pin: 1234 }) }] };

  it("lose their secret marks in a manifest", () => {
    assert.deepEqual(plain(value, "urn"), {
      open: 1,
      list: ["hunter2", { deep: { user: "a", pin: 1234 } }],
    });
  });

  it("lose their secrets where people read them", () => {
    assert.deepEqual(masked(value), { open: 1, list: ["[secret]", { deep: "[secret]" }] });
  });

  it("tell whether they hold a secret, and which texts", () => {
    assert.equal(containsSecret(value), true);
    assert.equal(containsSecret({ open: 1 }), false);
    assert.deepEqual(secretTexts(value), ["hunter2", "a", "1234"]);
  });

  it("refuse an unknown value, naming resource and path", () => {
    assert.throws(() => plain({ data: [{ ip: secret(unknown) }] }, "urn:x"), {
      message: "urn:x needs a value that only the deployed cluster knows, at 'data[0].ip'.",
    });
  });

  for (const [signature, what] of [
    ["5cf8f73096256a8f31e491e813e4eb8e", /a resource/],
    ["c44067f5952c0a294b673a41bacd8c17", /an asset/],
    ["0def7320c3a5731c473e5ecbe6d01bc7", /an archive/],
    ["d0e6a833031e9bbcd3f4e8bde6ca49a4", /an output value/],
    ["ffff", /an unknown kind/],
  ] as const) {
    it(`refuse ${what.source}`, () => {
      assert.throws(() => plain({ data: { [signatureKey]: signature } }, "urn:x"), what);
    });
  }
});

describe("messages", () => {
  it("never show a known secret, the longest first", () => {
    const redactor = new Redactor();
    redactor.add(["hunter", "hunter2", "on"]);
    assert.equal(redactor.redact("on hunter2, hunter"), "on [secret], [secret]");
  });

  it("lose the wrapping and the stack trace of an error", () => {
    const message =
      "Running program '/x/index.ts' failed with an unhandled exception:\n" +
      "\u001b[36m<ref *1>\u001b[39m [Error: no such node] {\n  promise: Promise { [Circular *1] }\n}";
    assert.equal(readable(message), "The program failed: Error: no such node");
    assert.equal(readable("Error: bad\n    at x (/y.js:1:2)\nmore"), "Error: bad\nmore");
    assert.equal(readable("Missing key\n\tset it"), "Missing key\n\tset it");
  });
});
