import assert from "node:assert/strict";

import { checkKubernetes, createKubernetes } from "../../render/kubernetesProvider";
import { createRandom } from "../../render/randomProvider";
import { bareResource, ResourceTable } from "../../render/resourceTable";
import { refuseForeignType } from "../../render/standIn";
import { type Properties, secret, unknown } from "../../render/values";

const seed = Buffer.alloc(32, 1);

describe("the random provider's stand-in", () => {
  const make = (type: string, inputs: Properties, urn = "urn:a", from = seed) =>
    createRandom({ ...bareResource(urn, `random:index/random${type}`, "r"), inputs }, from);
  const password = (inputs: Properties) =>
    make("Password:RandomPassword", inputs).outputs["result"] as string;

  it("gives the same values on each run", () => {
    assert.deepEqual(
      make("Bytes:RandomBytes", { length: 16 }),
      make("Bytes:RandomBytes", { length: 16 }),
    );
  });

  it("gives other values for another seed, URN, keeper or input", () => {
    const all = [
      make("Bytes:RandomBytes", { length: 16 }),
      make("Bytes:RandomBytes", { length: 16 }, "urn:b"),
      make("Bytes:RandomBytes", { length: 16 }, "urn:a", Buffer.alloc(32, 2)),
      make("Bytes:RandomBytes", { length: 16, keepers: { release: "1" } }),
      make("Bytes:RandomBytes", { length: 17 }),
    ].map(({ id }) => id.slice(0, 20));
    assert.equal(new Set(all).size, all.length);
  });

  it("makes bytes of any length in base64 and hex", () => {
    for (const length of [1, 16, 10_000]) {
      const { id, outputs } = make("Bytes:RandomBytes", { length });
      const bytes = Buffer.from(id, "base64");
      assert.equal(bytes.length, length);
      assert.deepEqual(outputs, { length, base64: id, hex: bytes.toString("hex") });
    }
  });

  it("makes UUIDs of version 4", () => {
    const { id, outputs } = make("Uuid:RandomUuid", {});
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(outputs["result"], id);
  });

  it("makes passwords of the characters and minimums that are asked for", () => {
    assert.match(password({ length: 30 }), /^[\w!@#$%&*()\-=+[\]{}<>:?]{30}$/);
    assert.match(password({ length: 40, special: false }), /^[a-zA-Z0-9]{40}$/);
    assert.match(
      password({ length: 9, minNumeric: 4, minUpper: 5, lower: false, special: false }),
      /^(?=(.*\d){4})(?=(.*[A-Z]){5})[A-Z0-9]{9}$/,
    );
    assert.match(password({ length: 12, overrideSpecial: "_", minSpecial: 12 }), /^_{12}$/);
  });

  it("fills in a password's defaults and leaves out its bcrypt hash", () => {
    const { result, ...others } = make("Password:RandomPassword", { length: 8 }).outputs;
    assert.equal((result as string).length, 8);
    assert.deepEqual(others, {
      length: 8,
      lower: true,
      upper: true,
      numeric: true,
      number: true,
      special: true,
      minLower: 0,
      minUpper: 0,
      minNumeric: 0,
      minSpecial: 0,
    });
  });

  it("takes an empty choice of special characters for none", () => {
    const special = { length: 12, minSpecial: 12 };
    assert.equal(password({ ...special, overrideSpecial: "" }).length, 12);
    assert.match(password({ ...special, overrideSpecial: "" }), /^[!@#$%&*()\-_=+[\]{}<>:?]+$/);
  });

  it("refuses lengths below one", () => {
    for (const length of [0, -1, 1.5, "many"]) {
      assert.throws(() => password({ length }), /whole number of at least 1/);
      assert.throws(() => make("Bytes:RandomBytes", { length }), /whole number of at least 1/);
    }
  });

  it("refuses more characters than it can draw from", () => {
    const overrideSpecial = String.fromCharCode(...Array.from({ length: 257 }, (_, i) => 200 + i));
    const only = { length: 8, lower: false, upper: false, numeric: false };
    assert.equal(password({ ...only, overrideSpecial: overrideSpecial.slice(1) }).length, 8);
    assert.throws(() => password({ ...only, overrideSpecial }), /256 characters at most/);
    assert.throws(
      () => password({ ...only, lower: true, special: false, minSpecial: 1, overrideSpecial }),
      /256 characters at most/,
    );
  });

  it("refuses minimums that do not fit, unknown inputs and other types", () => {
    assert.throws(() => password({ length: 2, minLower: 3 }), /length 2 cannot meet/);
    assert.throws(() => password({ length: 8, keepers: { ip: unknown } }), /only the deployed/);
    assert.throws(() => make("Pet:RandomPet", {}), /RandomPet needs its provider plugin/);
  });
});

describe("the Kubernetes provider's stand-in", () => {
  const check = (
    type: string,
    inputs: Properties,
    table = new ResourceTable(),
    provider?: string,
  ) =>
    checkKubernetes(
      { ...bareResource("urn:a", `kubernetes:${type}`, "thing"), inputs, provider },
      table,
      seed,
    );
  const namespaceOf = (...args: Parameters<typeof check>) => {
    const { metadata } = check(...args);
    return (metadata as Properties)["namespace"];
  };
  const named = { metadata: { name: "thing" } };

  it("names an object after its resource, the same on each run", () => {
    const { metadata } = check("core/v1:ConfigMap", { metadata: { annotations: { a: "b" } } });
    const { name, annotations } = metadata as Properties;
    assert.match(name as string, /^thing-[0-9a-f]{8}$/);
    assert.deepEqual(annotations, { a: "b", "pulumi.com/autonamed": "true" });
    assert.deepEqual(check("core/v1:ConfigMap", {}), check("core/v1:ConfigMap", {}));
  });

  it("leaves a given name and namespace alone", () => {
    const inputs = { metadata: { name: "x", namespace: "y" } };
    assert.deepEqual(check("core/v1:ConfigMap", inputs), inputs);
  });

  it("keeps secret metadata secret", () => {
    const inputs = { metadata: secret({ name: "x" }) };
    assert.deepEqual(check("core/v1:ConfigMap", inputs), {
      metadata: secret({ name: "x", namespace: "default" }),
    });
  });

  it("puts objects into the provider's namespace, else into default", () => {
    const table = new ResourceTable();
    table.add({
      ...bareResource("p", "pulumi:providers:kubernetes", "p"),
      inputs: { namespace: "n" },
    });
    assert.equal(namespaceOf("core/v1:Service", named, table, "p"), "n");
    assert.equal(namespaceOf("core/v1:Service", named), "default");
    for (const type of [
      "core/v1:PersistentVolume",
      "storage.k8s.io/v1:StorageClass",
      "resource.k8s.io/v1alpha3:DeviceTaintRule",
      "authentication.k8s.io/v1:TokenReview",
      "authorization.k8s.io/v1:SubjectAccessReview",
    ]) {
      assert.equal(namespaceOf(type, named, table, "p"), undefined);
    }
  });

  it("takes the scope of a custom resource from its definition or its own namespace", () => {
    const table = new ResourceTable();
    const definition = (scope: string, kind: string) =>
      table.add({
        ...bareResource(kind, "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition", kind),
        inputs: { spec: { group: "example.com", scope, names: { kind } } },
      });
    definition("Namespaced", "Here");
    definition("Cluster", "Everywhere");
    assert.equal(namespaceOf("example.com/v1:Here", named, table), "default");
    assert.equal(namespaceOf("example.com/v1:Everywhere", named, table), undefined);
    definition("Namespaced", "Node");
    assert.equal(namespaceOf("example.com/v1:Node", named, table), "default");
    assert.equal(namespaceOf("example.com/v1:Other", { metadata: { namespace: "x" } }), "x");
    assert.throws(
      () => check("example.com/v1:Other", named, table),
      /must set metadata.namespace or depend on its CustomResourceDefinition/,
    );
  });

  for (const type of [
    "core/v1:ConfigMapPatch",
    "core/v1:ConfigMapList",
    "helm.sh/v3:Release",
    "yaml/v2:ConfigFile",
    "kustomize/v2:Directory",
  ]) {
    it(`refuses ${type}`, () => {
      assert.throws(() => check(type, named), new RegExp(`type kubernetes:${type}`));
    });
  }

  it("refuses generateName", () => {
    const inputs = { metadata: { generateName: "x-" } };
    assert.throws(() => check("core/v1:ConfigMap", inputs), /not generateName/);
  });

  it("knows nothing of what only a cluster fills in", () => {
    const create = (type: string, inputs: Properties) =>
      createKubernetes({ ...bareResource("urn:a", `kubernetes:${type}`, "thing"), inputs });
    const { id, outputs } = create("core/v1:Service", {
      metadata: { name: "x", namespace: "y" },
      spec: { clusterIP: "None" },
    });
    assert.equal(id, "y/x");
    assert.deepEqual(outputs["spec"], { clusterIP: "None", clusterIPs: unknown });
    assert.equal(outputs["status"], unknown);
    assert.equal((outputs["metadata"] as Properties)["uid"], unknown);
    const claim = create("core/v1:PersistentVolumeClaim", { metadata: { name: "x" } });
    assert.equal(claim.id, "x");
    assert.deepEqual(claim.outputs["spec"], { volumeName: unknown });
  });
});

describe("other packages", () => {
  it("are refused by type", () => {
    for (const type of ["aws:s3/bucket:Bucket", "pulumi:providers:aws"]) {
      assert.throws(() => refuseForeignType(type, "x"), new RegExp(`'x' of type ${type} needs`));
    }
    assert.doesNotThrow(() => refuseForeignType("pulumi:providers:random", "x"));
  });
});
