import assert from "node:assert/strict";

import { create, isProviderType } from "../../render/providers";
import { bareResource } from "../../render/resources";
import { type Properties, secret, unknown } from "../../render/values";

const seed = Buffer.alloc(32, 1);

const make = (type: string, inputs: Properties, urn = "urn:a", from = seed) =>
  create({ ...bareResource(urn, type, "thing"), inputs }, from);

const bytes = "random:index/randomBytes:RandomBytes";
const password = "random:index/randomPassword:RandomPassword";

describe("the random provider, offline", () => {
  it("gives the same values on each run, and in each release: deployments keep them", () => {
    assert.deepEqual(make(bytes, { length: 16 }), {
      id: "Px9auFh/d621dQrQt/tdtQ==",
      outputs: {
        length: 16,
        base64: "Px9auFh/d621dQrQt/tdtQ==",
        hex: "3f1f5ab8587f77adb5750ad0b7fb5db5",
      },
    });
    const made = { length: 32, special: false };
    assert.deepEqual(make(password, made), {
      id: "none",
      outputs: { ...made, result: "VORbqireHsp4BxijJjC91gvYXSYANNsD" },
    });
    assert.deepEqual(make(password, { special: false, length: 32 }), make(password, made));
  });

  it("gives other values for another seed, URN or length", () => {
    const all = [
      make(bytes, { length: 16 }),
      make(bytes, { length: 16 }, "urn:b"),
      make(bytes, { length: 16 }, "urn:a", Buffer.alloc(32, 2)),
      make(bytes, { length: 17 }),
    ].map(({ id }) => id.slice(0, 20));
    assert.equal(new Set(all).size, all.length);
  });

  it("makes bytes of any length in base64 and hex", () => {
    for (const length of [1, 16, 10_000]) {
      const { id, outputs } = make(bytes, { length });
      const made = Buffer.from(id, "base64");
      assert.equal(made.length, length);
      assert.deepEqual(outputs, { length, base64: id, hex: made.toString("hex") });
    }
  });

  it("makes passwords of letters and digits, each as often as another", () => {
    const { result } = make(password, { length: 62_000, special: false }).outputs;
    const counts = new Map<string, number>();
    for (const letter of result as string) {
      counts.set(letter, (counts.get(letter) ?? 0) + 1);
    }
    assert.match(result as string, /^[a-zA-Z0-9]{62000}$/);
    assert.equal(counts.size, 62);
    // Six standard deviations; letters that a modulo prefers would come a quarter more often.
    [...counts.values()].forEach((count) => assert.ok(Math.abs(count - 1000) < 190, `${count}`));
  });

  it("refuses lengths below one", () => {
    for (const length of [0, -1, 1.5, "many"]) {
      const message = /^The length of 'thing' must be a whole number of at least 1\.$/;
      assert.throws(() => make(password, { length, special: false }), { message });
      assert.throws(() => make(bytes, { length }), { message });
    }
  });

  it("refuses unknown inputs, and what the program does not use", () => {
    assert.throws(() => make(bytes, { length: unknown }), /only the deployed cluster knows/);
    assert.throws(() => make(password, { length: 8 }), {
      message: `'thing' of type ${password} with the inputs length needs its provider plugin.`,
    });
    for (const inputs of [{ special: true }, { special: false, minLower: 1 }, { keepers: {} }]) {
      assert.throws(() => make(password, { length: 8, ...inputs }), /needs its provider plugin/);
    }
    assert.throws(() => make(bytes, { length: 8, keepers: { a: "b" } }), /length, keepers needs/);
    assert.throws(
      () => make("random:index/randomPet:RandomPet", {}),
      /'thing' of type random:index\/randomPet:RandomPet needs its provider plugin\./,
    );
  });
});

describe("the Kubernetes provider, offline", () => {
  const named = { metadata: { name: "x", namespace: "y" } };
  const object = (type: string, inputs: Properties) => make(`kubernetes:${type}`, inputs);

  it("leaves objects as the program names them", () => {
    const { id, outputs } = object("core/v1:ConfigMap", { ...named, data: { a: "b" } });
    assert.equal(id, "y/x");
    assert.deepEqual(outputs["data"], { a: "b" });
    assert.equal(object("core/v1:ConfigMap", { metadata: secret(named.metadata) }).id, "y/x");
  });

  it("takes objects without a namespace of the kinds that have none", () => {
    for (const type of [
      "core/v1:Namespace",
      "core/v1:PersistentVolume",
      "storage.k8s.io/v1:StorageClass",
      "admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy",
      "admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding",
    ]) {
      assert.equal(object(type, { metadata: { name: "x" } }).id, "x");
    }
    for (const type of ["core/v1:Service", "example.com/v1:Thing"]) {
      assert.throws(() => object(type, { metadata: { name: "x" } }), {
        message:
          `'thing' of type kubernetes:${type} must set metadata.namespace: ` +
          "otherwise it goes to the one that kubectl uses.",
      });
    }
  });

  it("refuses objects whose name would be made up", () => {
    for (const inputs of [{}, { metadata: {} }, { metadata: { generateName: "x-" } }]) {
      assert.throws(() => object("core/v1:ConfigMap", inputs), {
        message:
          "'thing' of type kubernetes:core/v1:ConfigMap must set metadata.name: " +
          "another name would be made up in each deployment.",
      });
    }
  });

  it("refuses patches, lists and what the plugin expands", () => {
    assert.throws(() => object("core/v1:ConfigMapPatch", named), /is no object of its own/);
    for (const type of ["core/v1:ConfigMapList", "helm.sh/v3:Release", "yaml/v2:ConfigFile"]) {
      assert.throws(() => object(type, { items: [] }), new RegExp(`kubernetes:${type} must set`));
    }
  });

  it("knows nothing of what only a cluster fills in", () => {
    const { outputs } = object("core/v1:Service", { ...named, spec: { clusterIP: "None" } });
    assert.deepEqual(outputs["spec"], { clusterIP: "None", clusterIPs: unknown });
    assert.equal(outputs["status"], unknown);
    assert.equal((outputs["metadata"] as Properties)["uid"], unknown);
    const claim = object("core/v1:PersistentVolumeClaim", named);
    assert.deepEqual(claim.outputs["spec"], { volumeName: unknown });
  });
});

describe("other packages", () => {
  it("are refused by type", () => {
    for (const type of ["aws:s3/bucket:Bucket", "pulumi:providers:aws"]) {
      assert.throws(() => make(type, {}), {
        message: `'thing' of type ${type} needs its provider plugin.`,
      });
    }
    assert.deepEqual(make("pulumi:providers:random", { a: "b" }).outputs, { a: "b" });
    assert.ok(isProviderType("pulumi:providers:random"));
  });
});
