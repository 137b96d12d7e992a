import assert from "node:assert/strict";

import {
  evaluate,
  type EvaluatedResource,
  type Evaluation,
  manifests,
  type RegisteredObject,
  waves,
} from "../../render";
import type { Properties } from "../../render/values";
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

/** Labels Secrets and ConfigMaps in two steps. */
function remediate({ type, props }: RegisteredObject) {
  const labelled = (...teams: string[]) => ({
    ...props,
    metadata: {
      ...(props["metadata"] as Properties),
      labels: Object.fromEntries(teams.map((team) => [team, "yes"])),
    },
  });
  return /:(Secret|ConfigMap)$/.test(type)
    ? [
        { policy: "first", props: labelled("first") },
        { policy: "second", props: labelled("first", "second") },
      ]
    : [];
}

async function run(seed?: number) {
  const seen: RegisteredObject[] = [];
  const messages: string[] = [];
  const evaluation = await evaluate({
    directory: fixture("stack"),
    stack: "dev",
    configFile,
    seedFile: writeSeed(directory, seed),
    remediate: (object) => {
      seen.push(object);
      return remediate(object);
    },
    report: (message) => messages.push(message),
  });
  return { evaluation, messages, seen };
}

describe("evaluating a program", function () {
  this.timeout(60_000);
  let evaluation: Evaluation;
  let messages: string[];
  let seen: RegisteredObject[];
  let others: Evaluation;

  before(async () => {
    process.env["PULUMI_CONFIG_PASSPHRASE"] = passphrase;
    try {
      ({ evaluation, messages, seen } = await run());
      ({ evaluation: others } = await run(2));
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

  it("names the provider of every object", () => {
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

  it("keeps the passphrase from the program", () => {
    const environment = evaluation.outputs["environment"]?.value as string[];
    assert.ok(environment.includes("PULUMI_CONFIG"));
    assert.deepEqual(
      environment.filter((name) => /PASSPHRASE|SEED/.test(name)),
      [],
    );
  });

  it("shows every object of Kubernetes to the policies, with secrets in clear text", () => {
    assert.deepEqual(
      seen.map(({ urn }) => urn).sort(),
      evaluation.resources.map(({ urn }) => urn).sort(),
    );
    const credentials = seen.find(({ name }) => name === "credentials");
    assert.equal(credentials?.type, "kubernetes:core/v1:Secret");
    assert.equal((credentials.props["stringData"] as Properties)["given"], "hunter2");
  });

  it("applies what policies change, and says so", () => {
    const labels = { first: "yes", second: "yes" };
    for (const name of ["settings", "credentials"]) {
      const { metadata } = find(name).manifest;
      assert.deepEqual(metadata, { name, namespace: "shop", labels });
      for (const policy of ["first", "second"]) {
        const message = `::${name}: changed by the policy '${policy}'.`;
        assert.equal(messages.filter((line) => line.endsWith(message)).length, 1);
      }
    }
    assert.equal(messages.length, 4);
  });

  it("never tells a secret", () => {
    assert.doesNotMatch(messages.join("\n"), /hunter2|s3cret/);
  });

  it("differs with another seed in random values alone", () => {
    const text = ({ resources }: Evaluation) =>
      manifests(resources, true)
        .text.replace(/(password: ).*/, "$1")
        .replace(/(release: ).*/, "$1");
    assert.equal(text(others), text(evaluation));
    for (const name of ["credentials", "settings"]) {
      assert.notDeepEqual(find(name, others).manifest, find(name).manifest);
    }
  });
});
