import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { readProject, stackName } from "../../render/project";
import type { Setting } from "../../render/stackDocument";
import { readConfig, readStackConfig } from "../../render/stackFile";
import { passphrase, stackContent, temporaryDirectory, writeFile } from "./support";

const environment = { PULUMI_CONFIG_PASSPHRASE: passphrase };

function project(config?: object, content: object = {}) {
  const directory = temporaryDirectory();
  writeFile(directory, "Pulumi.yaml", { name: "shop", runtime: "nodejs", config, ...content });
  return readProject(directory);
}

function read(
  stackFile: object,
  config?: object,
  env: NodeJS.ProcessEnv = environment,
  settings: Setting[] = [],
) {
  const target = project(config);
  writeFile(target.directory, "Pulumi.dev.yaml", stackFile);
  return readStackConfig(target, "dev", { settings }, env);
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
    assert.deepEqual(config.secretPlaces, ["shop:database.logins[0]"]);
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
    const config = { "glance:ceph": { key: { secure: "v1:a:b" } } };
    for (const provider of [{ secretsprovider: "awskms://key" }, { encryptedkey: "abc" }]) {
      assert.throws(
        () => read({ config, ...provider }),
        /only the secrets provider 'passphrase' can be decrypted here: deploy with pulumi up, or run pulumi stack change-secrets-provider passphrase\.$/,
      );
      assert.doesNotThrow(() => read(provider), "there is nothing to decrypt");
    }
  });

  it("says of what Pulumi Cloud encrypted where it can be decrypted", () => {
    assert.throws(
      () => read({ config: { password: { secure: "v1:a:b" } } }),
      /has secure values but no encryptionsalt, as Pulumi Cloud encrypts them: deploy with pulumi up/,
    );
  });

  it("names the value that is damaged, and what has no text to decrypt", () => {
    const damaged = stackContent(() => ({ logins: [{ password: { secure: "v1:AAAA:AAAA" } }] }));
    assert.throws(() => read(damaged), {
      message:
        /^\S+Pulumi\.dev\.yaml: shop:logins\[0\]\.password is damaged or belongs to another encryptionsalt: set it again/,
    });
    for (const secure of [3, null, "", ["v1:a:b"]]) {
      assert.throws(() => read({ config: { ceph: { key: { secure } } } }), {
        message:
          "shop:ceph.key has no encrypted text under secure: set it with pulumi config set --secret --path 'shop:ceph.key'.",
      });
    }
  });

  it("refuses a secret that stands in plain text under secure, also where nothing is decrypted, and does not show it", () => {
    const target = project();
    for (const secure of [
      "GEHEIM",
      "hunter2==",
      "AQBPl7xnAAAAABAAMkQ3q2yZ0nKk8bBq3w==",
      "v1:GEHEIM",
      "v1:a:b:c",
    ]) {
      writeFile(target.directory, "Pulumi.dev.yaml", { config: { ceph: { key: { secure } } } });
      assert.throws(() => readStackConfig(target, "dev", { undecrypted: "hidden" }, {}), {
        message:
          "shop:ceph.key has a text under secure that nobody encrypted: set it with pulumi config set --secret --path " +
          "'shop:ceph.key', and change it, as it was readable.",
      });
    }
  });

  it("says that the file with the passphrase cannot be read", () => {
    const content = stackContent((encrypt) => ({ password: encrypt("hunter2") }));
    const file = join(temporaryDirectory(), "none");
    assert.throws(() => read(content, undefined, { PULUMI_CONFIG_PASSPHRASE_FILE: file }), {
      message: `PULUMI_CONFIG_PASSPHRASE_FILE: ${file} cannot be read: it does not exist; name one that does.`,
    });
  });

  it("takes a key without a value for one that is not set", () => {
    assert.deepEqual(read({ config: { image: null } }).values, { "shop:image": "" });
  });

  it("refuses a key that stands there with and without its namespace", () => {
    assert.throws(() => read({ config: { replicas: 1, "shop:replicas": 2 } }), {
      message: /Pulumi\.dev\.yaml: the key shop:replicas stands there twice; remove one\.$/,
    });
  });

  it("must name packages whose default provider is off as a list", () => {
    const disabled = "pulumi:disable-default-providers";
    for (const value of [["*"], [], ["kubernetes"], '["*"]', null]) {
      assert.doesNotThrow(() => read({ config: { [disabled]: value } }), String(value));
    }
    for (const value of [3, true, "all", "*", { kubernetes: true }, [3]]) {
      assert.throws(() => read({ config: { [disabled]: value } }), {
        message:
          /Pulumi\.dev\.yaml: pulumi:disable-default-providers is no list of packages: write \["\*"\]\.$/,
      });
    }
  });

  it("puts a placeholder in the place of what cannot be decrypted, and names the keys", () => {
    const target = project();
    const config = { "glance:ceph": { key: { secure: "v1:a:b" }, user: "u" } };
    writeFile(target.directory, "Pulumi.dev.yaml", { secretsprovider: "awskms://key", config });
    const { values, secretKeys, secretTexts, undecryptedKeys } = readStackConfig(
      target,
      "dev",
      { undecrypted: "hidden" },
      {},
    );
    assert.deepEqual(JSON.parse(values["glance:ceph"] ?? ""), { key: "hidden", user: "u" });
    assert.deepEqual([secretKeys, secretTexts], [["glance:ceph"], []]);
    assert.deepEqual(undecryptedKeys, ["glance:ceph"]);
  });

  it("refuses more than Pulumi can hand to the program, and names the largest value", () => {
    const config = (bytes: number) => ({ large: "x".repeat(bytes), small: "é" });
    assert.throws(() => read({ config: config(131_072) }), {
      message:
        "The configuration has 131135 bytes, most of them in shop:large: Pulumi hands it to the program in one " +
        "environment variable, which holds 131071; shorten it.",
    });
    assert.doesNotThrow(() => read({ config: config(130_900) }));
  });

  it("names the stacks that exist when a stack file is missing", () => {
    const target = project();
    writeFile(target.directory, "Pulumi.lab.yaml", {});
    writeFile(target.directory, "Pulumi.dev.yaml", {});
    const file = join(target.directory, "Pulumi.prod.yaml");
    assert.throws(() => readStackConfig(target, "prod", {}, {}), {
      message: `The stack file ${file} does not exist; stacks that do exist: dev, lab.`,
    });
  });

  it("refuses keys that Pulumi does not know, and what is no stack file, in one sentence", () => {
    const cases: [content: unknown, message: RegExp][] = [
      [
        { confg: {} },
        /Pulumi\.dev\.yaml: confg: no key of a stack file; configuration keys stand below config\.$/,
      ],
      [["a"], /Pulumi\.dev\.yaml: write config: and the configuration keys below it\.$/],
      ["text", /Pulumi\.dev\.yaml: write config: and the configuration keys below it\.$/],
      [{ config: ["a"] }, /Pulumi\.dev\.yaml: 'config': write the configuration keys below it\.$/],
    ];
    for (const [content, message] of cases) {
      assert.throws(() => read(content as object), { message });
    }
    assert.deepEqual(read({ environment: null }).values, {});
  });

  it("refuses broken YAML with the place of the mistake, and quotes no secret", () => {
    const target = project();
    writeFile(target.directory, "Pulumi.dev.yaml", "config:\n  password: [hunter2\n");
    assert.throws(
      () => readStackConfig(target, "dev", {}, {}),
      (error: Error) => {
        assert.match(
          error.message,
          /^\S+Pulumi\.dev\.yaml:\d+: this is not YAML: this line is indented wrongly, or a bracket before it is not closed; align it\.$/,
        );
        return !error.message.includes("hunter2");
      },
    );
  });

  it("refuses a stack file whose values lie in Pulumi ESC, and says what to do", () => {
    for (const esc of [["shop/dev"], { values: { pulumiConfig: {} } }, "shop/dev"]) {
      assert.throws(() => read({ environment: esc, config: {} }), {
        message:
          /^\S+Pulumi\.dev\.yaml takes values from Pulumi ESC \('environment'\), which only the Pulumi CLI can open: use pulumi preview and pulumi up, or .* pulumi config env rm\.$/,
      });
    }
    assert.deepEqual(read({ environment: null, config: { a: 1 } }).values, { "shop:a": "1" });
  });
});

describe("settings over a stack file", () => {
  const settings = (...texts: string[]) =>
    texts.map((text) => {
      const [path = "", value = ""] = text.split("=");
      return { path, value };
    });
  const values = (config: object, ...texts: string[]) =>
    read({ config }, undefined, environment, settings(...texts)).values;

  it("take the place of what stands in it, under whichever name", () => {
    assert.deepEqual(values({ replicas: 3 }, "replicas=1"), { "shop:replicas": "1" });
    assert.deepEqual(values({ replicas: 3 }, "shop:replicas=1"), {
      "shop:replicas": "1",
    });
    assert.deepEqual(values({ "shop:replicas": 3 }, "replicas=1"), { "shop:replicas": "1" });
    assert.deepEqual(values({}, "kubernetes:context=lab"), { "kubernetes:context": "lab" });
  });

  it("keep what stands beside them in a structured key", () => {
    assert.deepEqual(values({ staging: { size: "1Gi" } }, "staging.retain=false", "ceph.user=x"), {
      "shop:staging": '{"size":"1Gi","retain":false}',
      "shop:ceph": '{"user":"x"}',
    });
  });

  it("are checked like the values of the file, whose secrets stay", () => {
    const declared = { replicas: { type: "integer", default: 1 } };
    const stack = stackContent((encrypt) => ({ database: { password: encrypt("hunter2") } }));
    assert.throws(
      () => read(stack, declared, environment, settings("replicas=many")),
      /shop:replicas is "many": write a value of type integer/,
    );
    const config = read(stack, declared, environment, settings("database.host=db"));
    assert.equal(config.values["shop:database"], '{"password":"hunter2","host":"db"}');
    assert.deepEqual(config.secretKeys, ["shop:database"]);
  });

  it("are refused where they are no YAML, without their text", () => {
    assert.throws(() => values({}, "staging.size=[hunter2"), {
      message: "The value for staging.size is not valid YAML: write it in quotes.",
    });
  });

  it("change no file", () => {
    const { directory } = project();
    const file = writeFile(directory, "Pulumi.dev.yaml", "config: {replicas: 3}\n");
    const read = readConfig("dev", { directory, settings: settings("replicas=1") });
    assert.deepEqual(read.values, { "shop:replicas": "1" });
    assert.equal(readFileSync(file, "utf8"), "config: {replicas: 3}\n");
  });
});

describe("the name of a stack", () => {
  it("may come with its organization and project", () => {
    for (const text of ["dev", "shop/dev", "acme/shop/dev"]) {
      assert.equal(stackName(text), "dev");
    }
    const { directory } = project();
    writeFile(directory, "Pulumi.dev.yaml", { config: { a: 1 } });
    assert.deepEqual(readConfig("acme/shop/dev", { directory }).values, { "shop:a": "1" });
  });

  it("leads to no other folder", () => {
    for (const text of [
      "",
      "/dev",
      "dev/",
      "../dev",
      "./dev",
      "a/../dev",
      "..",
      "../../x/dev",
      "a/b/c/dev",
      "a b",
      "x".repeat(101),
    ]) {
      assert.throws(() => stackName(text), /^Error: '.*' is no name of a stack: write letters/);
    }
  });
});
