import assert from "node:assert/strict";

import { UnknownValueError, unknownCheckingProxy } from "@pulumi/policy";

import { objectsOfResource } from "../../../policy/model/kubernetesObject";
import { disallowSharedStaging } from "../../../policy/rules/persistentvolumeclaim/disallowSharedStaging";
import { requireStatefulset } from "../../../policy/rules/pod/requireStatefulset";
import { violations } from "../../support/policy";
import { claim, workload } from "../fixtures/manifests";

/** How Pulumi writes an unknown value during preview. */
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const claimType = "kubernetes:core/v1:PersistentVolumeClaim";
const isShared = { "spec.accessModes": ["ReadWriteMany"] };

const objectsOf = (type: string, props: object) =>
  objectsOfResource({ type, props, name: "logical-name", urn: "urn" }).map(({ kind, title }) => [
    kind,
    title,
  ]);

describe("the Kubernetes objects of a resource", () => {
  it("are the object itself, whatever its API group is", () => {
    const props = { metadata: { name: "x" } };
    assert.deepEqual(objectsOf("kubernetes:extensions/v1beta1:Deployment", props), [
      ["Deployment", "Deployment 'x'"],
    ]);
    assert.deepEqual(objectsOf("kubernetes:apps/v1:DeploymentPatch", props), [
      ["Deployment", "Deployment 'x'"],
    ]);
  });

  it("are the items of a list, of one kind or of any", () => {
    const items = [{ kind: "ConfigMap" }, { kind: "Secret", metadata: { name: "x" } }];
    const expected = [
      ["ConfigMap", "ConfigMap 'logical-name'"],
      ["Secret", "Secret 'x'"],
    ];
    assert.deepEqual(objectsOf("kubernetes:core/v1:List", { items }), expected);
    assert.deepEqual(objectsOf("kubernetes:core/v1:ConfigMapList", { items: [{}] }), [
      ["ConfigMap", "ConfigMap 'logical-name'"],
    ]);
  });

  it("are none for other providers", () => {
    assert.deepEqual(objectsOf("other:core/v1:PersistentVolumeClaim", claim(isShared)), []);
  });
});

describe("a value that is unknown during preview", () => {
  it("keeps a rule from its verdict when the verdict depends on it", () => {
    for (const accessModes of [unknown, [unknown]]) {
      const props = claim({ "spec.accessModes": accessModes });
      assert.throws(() => violations(disallowSharedStaging, claimType, props), UnknownValueError);
    }
    const deployment = workload("Deployment", { "containers[0].image": unknown });
    assert.throws(
      () => violations(requireStatefulset, "kubernetes:apps/v1:Deployment", deployment),
      UnknownValueError,
    );
  });

  it("does not matter in a name, which is told by that of the resource", () => {
    const props = claim({ ...isShared, "metadata.name": unknown });
    assert.match(
      violations(disallowSharedStaging, claimType, props).join(),
      /^PersistentVolumeClaim 'logical-name': /,
    );
    const [object] = objectsOfResource({
      type: claimType,
      props: unknownCheckingProxy(props) as object,
      name: "logical-name",
      urn: "urn",
    });
    assert.equal(object?.title, "PersistentVolumeClaim 'logical-name'");
  });

  it("does not matter in a claim that is private, wherever it is used", () => {
    const props = claim({ "metadata.name": unknown, "spec.storageClassName": "other" });
    assert.deepEqual(violations(disallowSharedStaging, claimType, props), []);
  });
});
