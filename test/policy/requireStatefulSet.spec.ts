import assert from "node:assert/strict";

import { UnknownValueError } from "@pulumi/policy";

import { requireStatefulset } from "../../policy/rules/pod/requireStatefulset";
import { violations } from "../support/policy";
import { apiContainer, glanceStatefulSet, otherWorkloads, statefulSet } from "../support/workloads";

function validate(type: string, props: unknown): string[] {
  return violations(requireStatefulset, type, props);
}

const isJob = (type: string): boolean => type.endsWith("Job");
const deployment = "kubernetes:apps/v1:Deployment";

function deploymentOf(container: object, key = "containers") {
  return { metadata: { name: "api" }, spec: { template: { spec: { [key]: [container] } } } };
}

describe("pod-require-statefulset", () => {
  it("accepts a StatefulSet", () => {
    assert.deepEqual(validate(statefulSet, glanceStatefulSet()), []);
  });

  for (const [type, wrap] of otherWorkloads) {
    it(`${isJob(type) ? "accepts" : "refuses"} a Glance API pod in ${type}`, () => {
      const messages = validate(type, wrap({ containers: [apiContainer()] }));
      assert.equal(messages.length, isJob(type) ? 0 : 1);
    });
  }

  it("names the object, the field and what to write instead", () => {
    assert.deepEqual(validate(deployment, deploymentOf({ name: "glance-api" })), [
      "Deployment 'api': kind must be StatefulSet for the pods of a Glance API, " +
        "because other workers reach each of them by its own name.",
    ]);
  });

  for (const type of [
    "kubernetes:argoproj.io/v1alpha1:Rollout",
    "kubernetes:apps.kruise.io/v1alpha1:CloneSet",
    "kubernetes:apps.openshift.io/v1:DeploymentConfig",
  ]) {
    it(`refuses a Glance API pod in ${type}, and looks at no other`, () => {
      assert.equal(validate(type, deploymentOf(apiContainer())).length, 1);
      assert.equal(validate(type, deploymentOf(apiContainer(), "initContainers")).length, 1);
      assert.deepEqual(validate(type, deploymentOf({ name: "web", image: "nginx" })), []);
      assert.deepEqual(validate(type, { spec: { template: "text" } }), []);
    });
  }

  const containers: [what: string, container: object, isGlanceApi: boolean][] = [
    ["the name glance-api", { name: "glance-api" }, true],
    ["the image glance-api", { image: "quay.io/podified/openstack-glance-api:current" }, true],
    ["the image with a digest", { image: "host:5000/glance-api@sha256:00ff" }, true],
    ["the image glance", { name: "api", image: "openstackhelm/glance:33.0.0" }, true],
    ["an image that tends Glance", { image: "host/glance-operator" }, false],
    ["a worker URL", { env: [{ name: "OS_DEFAULT__WORKER_SELF_REFERENCE_URL" }] }, true],
    ["a staging mount", { volumeMounts: [{ name: "x", mountPath: "/var/lib/glance" }] }, true],
    ["another image of a folder glance-api", { image: "host/glance-api/memcached" }, false],
    ["another image with the tag glance-api", { image: "host/memcached:glance-api" }, false],
    ["another name", { name: "glance-registry", image: "host/glance-registry" }, false],
    ["a mount above", { volumeMounts: [{ name: "x", mountPath: "/var/lib" }] }, false],
    [
      "an images mount",
      { volumeMounts: [{ name: "x", mountPath: "/var/lib/glance/images" }] },
      false,
    ],
  ];
  for (const [what, container, isGlanceApi] of containers) {
    it(`${isGlanceApi ? "recognises" : "does not take for"} a Glance API: ${what}`, () => {
      const expected = isGlanceApi ? 1 : 0;
      assert.equal(validate(deployment, deploymentOf(container)).length, expected);
      assert.equal(
        validate(deployment, deploymentOf(container, "initContainers")).length,
        expected,
      );
    });
  }

  it("refuses a Deployment in a list and in a patch", () => {
    const props = deploymentOf(apiContainer());
    assert.equal(
      validate("kubernetes:apps/v1:DeploymentList", { items: [props, props] }).length,
      2,
    );
    assert.equal(validate("kubernetes:apps/v1:DeploymentPatch", props).length, 1);
  });

  it("cannot validate an image that is unknown during preview", () => {
    const image = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const props = deploymentOf({ name: "api", image });
    assert.throws(() => validate(deployment, props), UnknownValueError);
  });
});
