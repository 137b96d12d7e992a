import assert from "node:assert/strict";

import fc from "fast-check";

import { kubernetesDependencies } from "../../render/dependencies";
import { bareResource, type Resource, ResourceTable, resourceUrn } from "../../render/resources";
import { waves } from "../../render/waves";

const object = (urn: string, dependencies: string[] = [], kind = "ConfigMap") => ({
  urn,
  dependencies,
  manifest: { kind },
});

const urns = (groups: { urn: string }[][]) => groups.map((group) => group.map(({ urn }) => urn));

describe("waves", () => {
  it("follow the longest dependency path, in a wave by URN", () => {
    const resources = [object("d", ["a", "c"]), object("c", ["a"]), object("b"), object("a")];
    assert.deepEqual(urns(waves(resources)), [["a", "b"], ["c"], ["d"]]);
  });

  it("begin with namespaces and custom resource definitions", () => {
    const resources = [
      object("a"),
      object("z", [], "Namespace"),
      object("y", [], "CustomResourceDefinition"),
    ];
    assert.deepEqual(urns(waves(resources)), [["y", "z"], ["a"]]);
  });

  it("keep a namespace behind what it depends on", () => {
    const resources = [object("a"), object("b", ["a"], "Namespace")];
    assert.deepEqual(urns(waves(resources)), [["a"], ["b"]]);
  });

  it("refuse a circle", () => {
    assert.throws(() => waves([object("a", ["b"]), object("b", ["a"])]), /wait for each other/);
  });

  it("are none for no resources", () => {
    assert.deepEqual(waves([]), []);
  });

  it("do not depend on the order of registration and never put a dependency late", () => {
    const graph = fc.array(fc.array(fc.nat(20), { maxLength: 3 }), { maxLength: 20 });
    fc.assert(
      fc.property(graph, (lists) => {
        const resources = lists.map((list, index) =>
          object(
            `urn${index}`,
            list.filter((other) => other < index).map((other) => `urn${other}`),
            index % 4 === 0 ? "Namespace" : "ConfigMap",
          ),
        );
        const order = waves(resources).flat();
        assert.deepEqual(waves([...resources].reverse()).flat(), order);
        const position = new Map(order.map(({ urn }, index) => [urn, index]));
        for (const { urn, dependencies } of order) {
          for (const dependency of dependencies) {
            assert.ok((position.get(dependency) ?? -1) < (position.get(urn) ?? -1));
          }
        }
      }),
    );
  });
});

describe("dependencies between Kubernetes objects", () => {
  const type = "kubernetes:core/v1:ConfigMap";
  const add = (table: ResourceTable, name: string, set: Partial<Resource>) =>
    table.add({
      ...bareResource(name, set.custom === false ? "x:y:Z" : type, name),
      custom: true,
      ...set,
    });

  it("run through random values, providers, parents and components", () => {
    const table = new ResourceTable();
    add(table, "a", {});
    add(table, "b", {});
    add(table, "c", {});
    add(table, "value", { type: "random:index/randomBytes:RandomBytes", dependencies: ["a"] });
    add(table, "provider", { type: "pulumi:providers:kubernetes", dependencies: ["b"] });
    add(table, "outer", { custom: false, dependencies: ["c"] });
    add(table, "inner", { custom: false, parent: "outer" });
    add(table, "last", { parent: "inner", provider: "provider", dependencies: ["value"] });
    assert.deepEqual(kubernetesDependencies(table).get("last"), ["a", "b", "c"]);
    assert.deepEqual(kubernetesDependencies(table).get("a"), []);
  });

  it("stop at the nearest object", () => {
    const table = new ResourceTable();
    add(table, "a", {});
    add(table, "b", { dependencies: ["a"] });
    add(table, "c", { parent: "b" });
    assert.deepEqual(kubernetesDependencies(table).get("c"), ["b"]);
  });
});

describe("the table of resources", () => {
  it("refuses a URN twice and a URN that it does not have", () => {
    const table = new ResourceTable();
    table.add(bareResource("a", "x", "a"));
    assert.throws(() => table.add(bareResource("a", "x", "a")), /Duplicate resource URN 'a'/);
    assert.throws(() => table.get("b"), /'b' was never registered/);
  });
});

describe("URNs", () => {
  it("hold the types of all parents except the stack's", () => {
    const stack = resourceUrn("dev", "shop", undefined, "pulumi:pulumi:Stack", "shop-dev");
    const outer = resourceUrn("dev", "shop", stack, "x:y:Outer", "outer");
    const inner = resourceUrn("dev", "shop", outer, "x:y:Inner", "inner");
    assert.equal(outer, "urn:pulumi:dev::shop::x:y:Outer::outer");
    assert.equal(
      resourceUrn("dev", "shop", inner, "k:v1:Pod", "pod"),
      "urn:pulumi:dev::shop::x:y:Outer$x:y:Inner$k:v1:Pod::pod",
    );
  });
});
