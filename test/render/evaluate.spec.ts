import assert from "node:assert/strict";

import {
  evaluate,
  type EvaluatedResource,
  type Evaluation,
  manifests,
  PolicyViolationError,
  waves,
} from "../../render";
import {
  fixture,
  passphrase,
  stackContent,
  temporaryDirectory,
  writeFile,
  writeSeed,
} from "./support";

const directory = temporaryDirectory();
const configFile = writeFile(
  directory,
  "stack.yaml",
  stackContent((encrypt) => ({ password: encrypt("hunter2"), nested: { pin: encrypt("s3cret") } })),
);

async function run(set: { policyPackConfig?: string; seed?: number } = {}) {
  const messages: string[] = [];
  const evaluation = await evaluate({
    directory: fixture("stack"),
    stack: "dev",
    configFile,
    seedFile: writeSeed(directory, set.seed),
    policyPack: fixture("pack"),
    policyPackConfig: set.policyPackConfig,
    report: (message) => messages.push(message),
  });
  return { evaluation, messages };
}

describe("evaluating a program with a policy pack", function () {
  this.timeout(60_000);
  let evaluation: Evaluation;
  let messages: string[];
  let forbidden: unknown;
  let others: Evaluation;

  before(async () => {
    process.env["PULUMI_CONFIG_PASSPHRASE"] = passphrase;
    try {
      ({ evaluation, messages } = await run());
      const strict = JSON.stringify({
        "stack-small": { atMost: 5 },
        "deployment-replicated": "mandatory",
      });
      const policyPackConfig = writeFile(directory, "strict.json", strict);
      [{ evaluation: others }, forbidden] = await Promise.all([
        run({ seed: 2 }),
        run({ policyPackConfig }).catch((error: unknown) => error),
      ]);
    } finally {
      delete process.env["PULUMI_CONFIG_PASSPHRASE"];
    }
  });

  const find = (name: string, from = evaluation): EvaluatedResource => {
    const resource = from.resources.find((each) => each.name === name);
    assert.ok(resource, `no resource ${name}`);
    return resource;
  };
  const names = (urns: string[]) => urns.map((urn) => urn.split("::").at(-1));

  it("gives the Kubernetes objects, dependencies first", () => {
    const order = waves(evaluation.resources).map((wave) => wave.map(({ name }) => name));
    assert.deepEqual(order, [
      ["namespace"],
      ["volume", "credentials"],
      ["deployment", "service"],
      ["settings"],
    ]);
    assert.deepEqual(
      evaluation.resources.map(({ name }) => name),
      order.flat(),
    );
  });

  it("finds dependencies through components and random values", () => {
    assert.deepEqual(names(find("deployment").dependencies), ["credentials"]);
    assert.deepEqual(names(find("settings").dependencies), ["service"]);
    assert.deepEqual(find("credentials").dependencies, []);
  });

  it("puts objects into the namespace of their provider", () => {
    const { metadata } = find("credentials").manifest;
    assert.deepEqual(metadata, { name: "credentials", namespace: "shop" });
    assert.match(find("credentials").provider, /::pulumi:providers:kubernetes::main$/);
  });

  it("tells which objects must outlive the program", () => {
    const { retainOnDelete, protect } = find("volume");
    assert.deepEqual({ retainOnDelete, protect }, { retainOnDelete: true, protect: true });
    assert.equal(find("service").retainOnDelete, false);
  });

  it("fills in the defaults of Pulumi.yaml", () => {
    const { data } = find("settings").manifest as { data: Record<string, string> };
    assert.equal(data["greeting"], "hello");
    assert.equal(data["sizes"], "[1,2]");
  });

  it("unwraps secrets in manifests and marks them", () => {
    const { manifest, maskedManifest, secret } = find("credentials");
    const { given, password } = manifest["stringData"] as Record<string, string>;
    assert.equal(given, "hunter2");
    assert.equal(password?.length, 20);
    assert.deepEqual(maskedManifest["stringData"], "[secret]");
    assert.equal(secret, true);
    assert.equal(find("deployment").secret, true);
    assert.equal(find("service").secret, false);
  });

  it("gives the outputs of the stack", () => {
    const { secretName, clusterIP, passwordCopy, nested } = evaluation.outputs;
    assert.deepEqual(secretName, { value: "credentials", secret: false });
    assert.deepEqual(clusterIP, { value: undefined, secret: false });
    assert.equal(passwordCopy?.secret, true);
    assert.deepEqual(nested, { value: { pin: "s3cret" }, secret: true });
  });

  it("keeps the passphrase from the program and the pack", () => {
    const environment = evaluation.outputs["environment"]?.value as string[];
    assert.ok(environment.includes("PULUMI_CONFIG"));
    assert.deepEqual(
      environment.filter((name) => /PASSPHRASE|SEED/.test(name)),
      [],
    );
    assert.match(evaluation.violations[0]?.message ?? "", /no passphrase/);
  });

  it("applies what the pack changes and says so", () => {
    const { metadata } = find("settings").manifest as { metadata: object };
    assert.ok("labels" in metadata);
    assert.deepEqual(metadata.labels, { team: "shop" });
    assert.match(messages.join("\n"), /::settings: changed by the policy 'config-map-labelled'/);
  });

  it("gives advisory violations", () => {
    assert.deepEqual(
      evaluation.violations.map(({ policy, level, urn }) => [policy, level, ...names([urn])]),
      [["deployment-replicated", "advisory", "deployment"]],
    );
  });

  it("fails on mandatory violations and tells all of them", () => {
    assert.ok(forbidden instanceof PolicyViolationError);
    assert.deepEqual(
      forbidden.violations.map(({ policy, level }) => [policy, level]),
      [
        ["stack-small", "mandatory"],
        ["deployment-replicated", "mandatory"],
      ],
    );
    assert.match(forbidden.message, /1 pods are fewer than 2/);
    assert.match(forbidden.message, /16 resources are more than 5/);
  });

  it("never tells a secret", () => {
    assert.doesNotMatch(messages.join("\n"), /hunter2|s3cret/);
  });

  it("differs with another seed in random values and generated names alone", () => {
    const text = ({ resources }: Evaluation) =>
      manifests(resources, true)
        .text.replace(/(password: ).*/, "$1")
        .replace(/(release: ).*/, "$1")
        .replace(/(settings-).*/, "$1");
    assert.equal(text(others), text(evaluation));
    for (const name of ["credentials", "settings"]) {
      assert.notDeepEqual(find(name, others).manifest, find(name).manifest);
    }
  });
});
