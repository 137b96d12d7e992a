import assert from "node:assert/strict";

import { mistakeOf } from "../../../../policy/check/apiServer/objectMistakes";
import { objectsOfDocument } from "../../../../policy/model/kubernetesObject";
import { claimTemplate, glanceStatefulSet } from "../../../support/workloads";

/** What is wrong with an object, and where. */
function mistake(manifest: object): string | undefined {
  const [object] = objectsOfDocument({ apiVersion: "v1", ...manifest }, "f.yaml");
  assert.ok(object);
  const { field, message } = mistakeOf(object) ?? {};
  return field === undefined ? undefined : `${field.path}: ${message}`;
}

const set = (podSpec = {}, spec = {}) => ({
  kind: "StatefulSet",
  ...glanceStatefulSet(podSpec, spec),
});

const claim = (size: unknown) => ({
  kind: "PersistentVolumeClaim",
  spec: { resources: { requests: { storage: size } } },
});

const volume = (size: unknown) => ({ kind: "PersistentVolume", spec: { capacity: { s: size } } });

describe("what the API server takes of no object", () => {
  it("is a number of replicas that is no whole one of 32 bits", () => {
    for (const replicas of ["9", -1, 1.5, 2 ** 31, []]) {
      assert.equal(
        mistake(set({}, { replicas })),
        "spec.replicas: the API server takes no such number of replicas; write a whole number",
      );
    }
    for (const replicas of [null, 0, 2 ** 31 - 1]) {
      assert.equal(mistake(set({}, { replicas })), undefined);
    }
    assert.equal(mistake({ kind: "Thing", spec: { replicas: "9" } }), undefined);
  });

  it("is a pod without containers", () => {
    for (const containers of [null, [], [null]]) {
      assert.equal(
        mistake(set({ containers })),
        "spec.template.spec.containers: the API server takes no pods without containers; name one",
      );
    }
    assert.equal(
      mistake(set({ containers: "text" })),
      "spec.template.spec.containers: the API server takes here a list; write one",
    );
    for (const kind of ["Pod", "CronJob", "Deployment"]) {
      assert.match(mistake({ kind }) ?? "", /containers: the API server takes no pods/);
    }
    assert.equal(mistake({ kind: "Pod", spec: { containers: [{ name: "a" }] } }), undefined);
    assert.equal(mistake({ kind: "Rollout", spec: { workloadRef: { name: "a" } } }), undefined);
  });

  it("is a quantity below zero, or none at all", () => {
    const message = "the API server takes no such quantity; write one such as 10Gi";
    for (const size of ["-10Gi", -1, "10 Gi", "10GB", true, ["1"]]) {
      const template = { ...claimTemplate([]), spec: claim(size).spec };
      const container = { resources: { limits: { memory: size } } };
      assert.equal(mistake(claim(size)), `spec.resources.requests.storage: ${message}`);
      assert.equal(mistake(volume(size)), `spec.capacity.s: ${message}`);
      assert.equal(
        mistake(set({}, { volumeClaimTemplates: [template] })),
        `spec.volumeClaimTemplates[0].spec.resources.requests.storage: ${message}`,
      );
      assert.equal(
        mistake(set({ containers: [container] })),
        `spec.template.spec.containers[0].resources.limits.memory: ${message}`,
      );
    }
    for (const size of ["10Gi", "1e3", ".5", 5, 0, null]) {
      assert.equal(mistake(claim(size)), undefined);
      assert.equal(mistake(volume(size)), undefined);
    }
  });

  it("is data of a Secret, or binary data of a ConfigMap, that is not base64", () => {
    for (const text of ["s3cret!", "YQ", "YQ=", "Y===", "YQ==YQ==", "a b=", "YQ==\t", "_w==", 5]) {
      assert.equal(
        mistake({ kind: "Secret", data: { "a.b": text } }),
        "data.a.b: this is not base64; encode it",
      );
      assert.match(mistake({ kind: "ConfigMap", binaryData: { a: text } }) ?? "", /not base64/);
    }
    for (const text of ["", "YQ==", "Y\nQ=\r\n=", "+/8=", null]) {
      assert.equal(mistake({ kind: "Secret", data: { a: text } }), undefined);
    }
    assert.equal(mistake({ kind: "Secret", stringData: { a: "!" } }), undefined);
    assert.equal(mistake({ kind: "ConfigMap", data: { a: "!" } }), undefined);
  });

  it("is a built-in kind with Patch at its end", () => {
    const message = "kind: Kubernetes has no such kind; leave out Patch";
    for (const apiVersion of ["v1", "apps/v1", "policy/v1", "rbac.authorization.k8s.io/v1"]) {
      assert.equal(mistake({ apiVersion, kind: "StatefulSetPatch" }), message);
    }
    assert.equal(mistake({ apiVersion: "example.org/v1", kind: "StatefulSetPatch" }), undefined);
  });
});
