import assert from "node:assert/strict";
import { join } from "node:path";

import { readProject } from "../../render/project";
import { readStackConfig } from "../../render/stackFile";
import { passphrase, stackContent, temporaryDirectory, writeFile } from "./support";

const environment = { PULUMI_CONFIG_PASSPHRASE: passphrase };

function project(config?: object, content: object = {}) {
  const directory = temporaryDirectory();
  writeFile(directory, "Pulumi.yaml", { name: "shop", runtime: "nodejs", config, ...content });
  return readProject(directory);
}

function read(stackFile: object, config?: object, env: NodeJS.ProcessEnv = environment) {
  const target = project(config);
  writeFile(target.directory, "Pulumi.dev.yaml", stackFile);
  return readStackConfig(target, "dev", undefined, env);
}

describe("Pulumi.yaml", () => {
  it("must exist and be for Node", () => {
    assert.throws(() => readProject("/nonexistent"), /no Pulumi project/);
    assert.throws(() => project(undefined, { runtime: "go" }), /must be 'nodejs', not 'go'/);
  });

  it("must have a name", () => {
    assert.throws(() => project(undefined, { name: 5 }), /Pulumi.yaml: 'name': /);
  });
});

describe("stack configuration", () => {
  it("puts keys without a namespace into the project's", () => {
    const { values } = read({ config: { replicas: 3, "kubernetes:context": "lab" } });
    assert.deepEqual(values, { "shop:replicas": "3", "kubernetes:context": "lab" });
  });

  it("turns structured values into JSON", () => {
    const { values } = read({ config: { nodes: ["n1"], staging: { size: "1Gi", retain: true } } });
    assert.deepEqual(values, {
      "shop:nodes": '["n1"]',
      "shop:staging": '{"size":"1Gi","retain":true}',
    });
  });

  it("takes defaults from Pulumi.yaml for keys that are not set", () => {
    const declared = {
      replicas: { type: "integer", default: 3, description: "Pods" },
      nodes: { type: "array", default: ["n1"] },
      "kubernetes:context": { value: "lab" },
      short: "value",
    };
    assert.deepEqual(read({ config: { "shop:replicas": 0 } }, declared).values, {
      "shop:replicas": "0",
      "shop:nodes": '["n1"]',
      "kubernetes:context": "lab",
      "shop:short": "value",
    });
  });

  it("refuses a faulty declaration instead of taking it for a default", () => {
    const messages: [declaration: object, message: RegExp][] = [
      [{ type: "number", default: 3 }, /key 'shop:replicas' wrongly at 'type': .*"integer"/],
      [{ default: 3, descripton: "Pods" }, /key 'shop:replicas' wrongly: .*"descripton"/],
      [{ value: 3, secret: "yes" }, /key 'shop:replicas' wrongly at 'secret'/],
    ];
    for (const [replicas, message] of messages) {
      assert.throws(() => project({ replicas }), message);
    }
    const { values } = read({}, { sizes: { small: 1 }, list: [{ type: "number" }] });
    assert.equal(values["shop:sizes"], '{"small":1}');
  });

  it("must set every key that has no default", () => {
    assert.throws(
      () => read({}, { image: { type: "string" }, name: { type: "string" } }),
      /'dev' is missing configuration: 'shop:image', 'shop:name'/,
    );
  });

  for (const [type, good, bad] of [
    ["string", "text", ["list"]],
    ["boolean", "true", "yes please"],
    ["integer", "12", "1.5"],
    ["array", [], "text"],
    ["object", {}, []],
  ] as const) {
    it(`checks values of type ${type}`, () => {
      const declared = { key: { type, default: good } };
      assert.doesNotThrow(() => read({ config: { key: good } }, declared));
      assert.throws(
        () => read({ config: { key: bad } }, declared),
        new RegExp(`value of type ${type}`),
      );
    });
  }

  it("decrypts secret values and names their keys", () => {
    const content = stackContent((encrypt) => ({ open: "x", password: encrypt("hunter2") }));
    const config = read(content);
    assert.equal(config.values["shop:password"], "hunter2");
    assert.deepEqual(config.secretKeys, ["shop:password"]);
    assert.ok(config.secretTexts.includes("hunter2"));
  });

  it("makes a whole key secret when anything inside is", () => {
    const config = read(
      stackContent((encrypt) => ({ database: { host: "db", logins: [encrypt("hunter2")] } })),
    );
    assert.equal(config.values["shop:database"], '{"host":"db","logins":["hunter2"]}');
    assert.deepEqual(config.secretKeys, ["shop:database"]);
  });

  it("must encrypt what Pulumi.yaml calls secret", () => {
    const declared = { password: { type: "string", secret: true } };
    assert.throws(() => read({ config: { password: "open" } }, declared), /must encrypt/);
    assert.doesNotThrow(() =>
      read(
        stackContent((encrypt) => ({ password: encrypt("hunter2") })),
        declared,
      ),
    );
  });

  it("asks for the passphrase only when something is encrypted", () => {
    assert.doesNotThrow(() => read({ config: { replicas: 1 } }, undefined, {}));
    const content = stackContent((encrypt) => ({ password: encrypt("hunter2") }));
    assert.throws(() => read(content, undefined, {}), /set PULUMI_CONFIG_PASSPHRASE or/);
  });

  it("takes the passphrase from a file", () => {
    const content = stackContent((encrypt) => ({ password: encrypt("hunter2") }));
    const file = writeFile(temporaryDirectory(), "passphrase", `${passphrase}\n`);
    const { values } = read(content, undefined, { PULUMI_CONFIG_PASSPHRASE_FILE: file });
    assert.equal(values["shop:password"], "hunter2");
  });

  it("refuses a wrong passphrase", () => {
    const content = stackContent((encrypt) => ({ password: encrypt("hunter2") }));
    const wrong = { PULUMI_CONFIG_PASSPHRASE: "wrong" };
    assert.throws(() => read(content, undefined, wrong), { message: "The passphrase is wrong." });
  });

  it("refuses cloud key services", () => {
    assert.throws(() => read({ secretsprovider: "awskms://key" }), /only the secrets provider/);
    assert.throws(() => read({ encryptedkey: "abc" }), /only the secrets provider/);
  });

  it("names the stacks that exist when a stack file is missing", () => {
    const target = project();
    writeFile(target.directory, "Pulumi.lab.yaml", {});
    writeFile(target.directory, "Pulumi.dev.yaml", {});
    const file = join(target.directory, "Pulumi.prod.yaml");
    assert.throws(() => readStackConfig(target, "prod", undefined, {}), {
      message: `The stack file ${file} does not exist; stacks that do exist: dev, lab.`,
    });
  });
});
