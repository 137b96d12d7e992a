import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";

import fc from "fast-check";
import { parse } from "yaml";

import { parseSetting, removeValues, setSecrets, setValues } from "../../ops/stackFile";
import { openStackKey, readConfig } from "../../render";
import { decryptSecret } from "../../render/secrets";
import { useStackFolder } from "../support/stackFolder";

const original = [
  "# A comment that stays.",
  "config:",
  '  pulumi:disable-default-providers: ["*"]',
  "  glance:replicas: 3 # As many as workers.",
  "  glance:ceph:",
  "    monitors: [10.88.0.1]",
  "",
].join("\n");

describe("the file of a stack", () => {
  useStackFolder();
  const text = () => readFileSync("Pulumi.test.yaml", "utf8");

  beforeEach(() => writeFileSync("Pulumi.test.yaml", original));

  it("gets a new value and keeps everything else", () => {
    setValues("test", [parseSetting("replicas=1")]);
    assert.equal(text(), original.replace("replicas: 3", 'replicas: "1"'));
  });

  it("gets texts quoted that Pulumi would read as numbers or dates", () => {
    writeFileSync("Pulumi.test.yaml", "config: {}\n");
    setValues("test", [
      { path: "a", value: "0_" },
      { path: "b.c", value: "[2024-01-01, 0b1, 1_000]" },
    ]);
    assert.deepEqual(parse(text()), {
      config: { "glance:a": "0_", "glance:b": { c: ["2024-01-01", "0b1", "1_000"] } },
    });
    assert.match(text(), /"0_"[^]*"2024-01-01", "0b1", "1_000"/);
    assert.doesNotThrow(() => {
      setValues("test", [{ path: "d", value: "1" }]);
    });
  });

  it("is as it was when a change is taken back", () => {
    const takeBack = setValues("test", [parseSetting("replicas=1")]);
    takeBack();
    assert.equal(text(), original);
  });

  it("may name keys of the project without its name, as Pulumi allows", () => {
    writeFileSync("Pulumi.test.yaml", "config:\n  kubeconfig: /k\n");
    setValues("test", [parseSetting("kubeconfig=/l")]);
    assert.equal(text(), "config:\n  kubeconfig: /l\n");
  });

  it("keeps the short name of a key that is set by its long one", () => {
    writeFileSync("Pulumi.test.yaml", "config:\n  replicas: 3\n");
    setValues("test", [parseSetting("glance:replicas=1")]);
    assert.equal(text(), 'config:\n  replicas: "1"\n');
  });

  it("is refused when its values lie in Pulumi ESC, by whatever reads or changes it", () => {
    writeFileSync("Pulumi.test.yaml", "environment: [glance/test]\nconfig: {}\n");
    for (const use of [
      () => setValues("test", [parseSetting("replicas=1")]),
      () => setSecrets("test", "passphrase", [{ path: "ceph.key", value: "geheim" }]),
      () => removeValues("test", ["ceph.key"]),
    ]) {
      assert.throws(use, /^Error: Pulumi\.test\.yaml takes values from Pulumi ESC /);
    }
    assert.match(text(), /^environment: \[glance\/test\]\nconfig: \{\}\n$/);
  });

  it("is read with settings as if they had been written into it", () => {
    writeFileSync("Pulumi.yaml", "name: glance\nruntime: nodejs\n");
    const path = fc.constantFrom("replicas", "glance:replicas", "ceph.user", "ceph.a.b", "x:y");
    const value = fc.oneof(
      fc.constantFrom("true", "1e3", "null", "[1, 2]", "{a: b}"),
      fc.string(),
      fc.string({ unit: fc.constantFrom(..."0123456789abxo_.+-:~"), maxLength: 5 }),
    );
    const settings = fc.array(fc.record({ path, value }), { maxLength: 4 });
    const file = fc.constantFrom(original, "", "config:\n  replicas: 3\n  ceph: 1\n");
    const result = (read: () => unknown) => {
      try {
        return read();
      } catch (error) {
        return (error as Error).constructor.name;
      }
    };
    fc.assert(
      fc.property(file, settings, (content, given) => {
        writeFileSync("Pulumi.test.yaml", content);
        const read = result(() => readConfig("test", { settings: given }));
        assert.equal(text(), content);
        const written = result(() => {
          setValues("test", given);
          return readConfig("test");
        });
        assert.deepEqual(read, written);
      }),
      { numRuns: 1000 },
    );
  });

  it("is refused when it is broken, before a command goes to another cluster", () => {
    const missing = "this is not YAML: a colon, comma, quote or bracket is missing here; write it";
    const broken = {
      "config:\n  glance:context: prod\n  glance:namespace: 'images\n": `4: ${missing}`,
      "config:\n\tglance:context: prod\n": "2: this is not YAML: a tab cannot indent; write spaces",
      "<<<<<<< HEAD\nconfig:\n  glance:context: prod\n":
        "1: this is not YAML: this text holds a colon or a line break where a key is expected; quote it",
      "config:\n  glance:context: prod\n  glance:context: test\n":
        "3: the key glance:context stands here twice; remove one",
    };
    for (const [text, message] of Object.entries(broken)) {
      writeFileSync("Pulumi.test.yaml", text);
      assert.throws(() => setValues("test", [parseSetting("context=x")]), {
        message: `Pulumi.test.yaml:${message}.`,
      });
    }
  });

  it("gets no secret in plain text", () => {
    assert.throws(
      () => parseSetting("database.password=geheim"),
      (error: Error) =>
        /--config database\.password would be kept in plain text/.test(error.message) &&
        !error.message.includes("geheim"),
    );
  });

  it("gets values below keys, new ones too", () => {
    setValues("test", [parseSetting("staging.retain=false"), parseSetting("ceph.user=glance")]);
    const { config } = parse(text());
    assert.deepEqual(config["glance:staging"], { retain: false });
    assert.deepEqual(config["glance:ceph"], { monitors: ["10.88.0.1"], user: "glance" });
  });

  it("gets secrets that only the passphrase opens, and loses them again without a trace", () => {
    setSecrets("test", "passphrase", [{ path: "ceph.key", value: "geheim" }]);
    assert.doesNotMatch(text(), /geheim/);
    const { config, encryptionsalt } = parse(text());
    const { key } = openStackKey("passphrase", encryptionsalt);
    assert.equal(decryptSecret(key, config["glance:ceph"].key.secure), "geheim");
    assert.throws(() => openStackKey("another", encryptionsalt), /passphrase is wrong/);

    removeValues("test", ["ceph.key"]);
    assert.equal(text(), original);
  });

  it("keeps its salt for secrets in braces, too", () => {
    const braces =
      "config:\n  glance:keystone: {password: {secure: v1:a:b}}\nencryptionsalt: v1:c\n";
    writeFileSync("Pulumi.test.yaml", braces);
    removeValues("test", ["ceph.key"]);
    assert.equal(text(), braces);
  });

  it("keeps its salt while other secrets need it", () => {
    setSecrets("test", "passphrase", [
      { path: "ceph.key", value: "one" },
      { path: "database.password", value: "two" },
    ]);
    removeValues("test", ["ceph.key"]);
    assert.ok("encryptionsalt" in parse(text()));
  });

  it("gets no value that would not be read back", () => {
    for (const value of [".nan", "-.inf", "{: 1}", "[a"]) {
      assert.throws(() => setValues("test", [{ path: "ceph.user", value }]), {
        message: "The value for ceph.user is not valid YAML: write it in quotes.",
      });
    }
    assert.equal(text(), original);
  });

  it("gets no setting without a value", () => {
    assert.throws(() => parseSetting("replicas"), /write --config key=value/);
  });
});
