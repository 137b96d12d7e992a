import assert from "node:assert/strict";

import { UnknownValueError } from "@pulumi/policy";

import { requireOwnWorkerUrl } from "../../policy/rules/statefulset/requireOwnWorkerUrl";
import { violations } from "../support/policy";
import { apiContainer, glanceStatefulSet, otherWorkloads, statefulSet } from "../support/workloads";

const variable = "OS_DEFAULT__WORKER_SELF_REFERENCE_URL";
const podName = { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } };
const own = "http://$(POD_NAME).glance-single-api.openstack.svc:9292";

function validate(props: unknown, type = statefulSet): string[] {
  return violations(requireOwnWorkerUrl, type, props);
}

function validateEnv(env: unknown): string[] {
  return validate(glanceStatefulSet({ containers: [apiContainer({ env })] }));
}

function validateUrl(value: unknown): string[] {
  return validateEnv([podName, { name: variable, value }]);
}

describe("statefulset-require-own-worker-url", () => {
  it("accepts a StatefulSet with private staging and own URLs", () => {
    assert.deepEqual(validate(glanceStatefulSet()), []);
  });

  const accepted = [
    own,
    "https://$(POD_NAME).glance-single-api.openstack.svc:9292",
    "http://$(POD_NAME).glance-single-api.openstack.svc.cluster.local:80",
  ];
  for (const url of accepted) {
    it(`accepts ${url}`, () => {
      assert.deepEqual(validateUrl(url), []);
    });
  }

  const refused: [string, unknown][] = [
    ["a trailing slash", `${own}/`],
    ["a path", `${own}/v2`],
    ["no port", "http://$(POD_NAME).glance-single-api.openstack.svc"],
    ["port 0", "http://$(POD_NAME).glance-single-api.openstack.svc:0"],
    ["a port beyond 65535", "http://$(POD_NAME).glance-single-api.openstack.svc:65536"],
    ["another scheme", "ftp://$(POD_NAME).glance-single-api.openstack.svc:9292"],
    ["no scheme", "$(POD_NAME).glance-single-api.openstack.svc:9292"],
    ["localhost", "http://localhost:9292"],
    ["the ClusterIP Service", "http://glance-single.openstack.svc:9292"],
    ["the same pod for all", "http://glance-single-api-0.glance-single-api.openstack.svc:9292"],
    ["another Service", "http://$(POD_NAME).glance-internal.openstack.svc:9292"],
    ["another namespace", "http://$(POD_NAME).glance-single-api.default.svc:9292"],
    ["no namespace", "http://$(POD_NAME).glance-single-api:9292"],
    ["another domain", "http://$(POD_NAME).glance-single-api.openstack.svc.example.org:9292"],
    ["an escaped variable", "http://$$(POD_NAME).glance-single-api.openstack.svc:9292"],
    ["a shell variable", "http://${POD_NAME}.glance-single-api.openstack.svc:9292"],
    ["the variable elsewhere", "http://glance-single.openstack.svc:9292?$(POD_NAME)"],
    ["user and password", "http://u:p@$(POD_NAME).glance-single-api.openstack.svc:9292"],
    ["a line break", `${own}\n`],
    ["an empty text", ""],
    ["null", null],
    ["a number", 9292],
    ["a list", [own]],
  ];
  for (const [what, url] of refused) {
    it(`refuses ${what}`, () => {
      assert.deepEqual(validateUrl(url), [
        "StatefulSet 'glance-single-api': spec.template.spec.containers[0].env[1].value must be " +
          "http://$(POD_NAME).glance-single-api.openstack.svc:9292 (or https).",
      ]);
    });
  }

  it("refuses a URL from a Secret or ConfigMap, the same for all pods", () => {
    const valueFrom = { secretKeyRef: { name: "glance", key: "url" } };
    assert.equal(validateEnv([podName, { name: variable, valueFrom }]).length, 1);
  });

  it("refuses a second, wrong URL behind the right one", () => {
    const url = { name: variable, value: own };
    const wrong = { name: variable, value: "http://glance:9292" };
    assert.match(validateEnv([podName, url, wrong]).join(), /env\[2\]\.value must be/);
  });

  describe("wants the variable that names the pod", () => {
    const url = { name: variable, value: own };
    const message =
      "StatefulSet 'glance-single-api': spec.template.spec.containers[0].env must define the " +
      `variable that names the pod, before ${variable}, and only by valueFrom.fieldRef.fieldPath ` +
      '"metadata.name".';
    const hostIp = { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "status.hostIP" } } };

    const environments: [string, unknown[], string[]][] = [
      ["defined before the URL", [podName, url], []],
      ["not missing", [url], [message]],
      ["not after the URL", [url, podName], [message]],
      ["not a fixed text", [{ name: "POD_NAME", value: "glance-single-api-0" }, url], [message]],
      ["not another field", [hostIp, url], [message]],
      ["not redefined in between", [podName, hostIp, url], [message]],
      ["not defined wrongly before", [hostIp, podName, url], [message]],
      ["not of another name", [{ ...podName, name: "MY_POD" }, url], [message]],
    ];
    for (const [what, env, expected] of environments) {
      it(what, () => {
        assert.deepEqual(validateEnv(env), expected);
      });
    }

    it("under any name", () => {
      const value = own.replace("POD_NAME", "K8S_POD");
      assert.deepEqual(
        validateEnv([
          { ...podName, name: "K8S_POD" },
          { name: variable, value },
        ]),
        [],
      );
    });
  });

  it("does not read other variables, which may be unknown during preview", () => {
    const database = { name: "DATABASE", value: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" };
    assert.deepEqual(validateEnv([database, podName, { name: variable, value: own }]), []);
    assert.throws(() => validateUrl(database.value), UnknownValueError);
  });

  it("refuses a container glance-api without the variable, among others", () => {
    const httpd = { name: "glance-httpd", image: "registry.example/glance" };
    const containers = [httpd, apiContainer({ env: [podName] })];
    assert.deepEqual(validate(glanceStatefulSet({ containers })), [
      `StatefulSet 'glance-single-api': spec.template.spec.containers[1].env must set ${variable} ` +
        "to http://$(POD_NAME).glance-single-api.openstack.svc:9292.",
    ]);
  });

  it("validates every container that is told a URL, init containers included", () => {
    const env = [{ name: variable, value: "http://localhost:9292" }];
    const initContainers = [{ name: "wait", env }];
    const containers = [apiContainer(), { name: "second", env }];
    assert.equal(validate(glanceStatefulSet({ initContainers, containers })).length, 2);
  });

  it("accepts Glance as a native sidecar and in a container of another name", () => {
    const initContainers = [{ ...apiContainer(), restartPolicy: "Always" }];
    assert.deepEqual(validate(glanceStatefulSet({ initContainers, containers: [] })), []);
    const containers = [{ name: "glance-log" }, apiContainer({ name: "glance-httpd" })];
    assert.deepEqual(validate(glanceStatefulSet({ containers })), []);
  });

  it("refuses a Glance API of which no container is told a URL", () => {
    const containers = [apiContainer({ name: "httpd", env: undefined })];
    assert.deepEqual(validate(glanceStatefulSet({ containers })), [
      "StatefulSet 'glance-single-api': spec.template.spec.containers must have a container named " +
        `'glance-api' that runs Glance and sets ${variable}.`,
    ]);
  });

  it("refuses a StatefulSet without serviceName", () => {
    assert.deepEqual(validate(glanceStatefulSet({}, { serviceName: undefined })), [
      "StatefulSet 'glance-single-api': spec.serviceName must name the headless Service that " +
        "gives each pod a DNS name.",
    ]);
  });

  it("takes any namespace where the manifest leaves it to the provider", () => {
    assert.deepEqual(validate({ ...glanceStatefulSet(), metadata: { name: "glance" } }), []);
  });

  it("validates of a patch what it mentions", () => {
    const patch = (env: unknown) => ({
      spec: { template: { spec: { containers: [{ name: "glance-api", env }] } } },
    });
    const type = "kubernetes:apps/v1:StatefulSetPatch";
    assert.deepEqual(validate(patch(undefined), type), []);
    assert.deepEqual(validate(patch([{ name: variable, value: own }]), type), []);
    assert.equal(
      validate(patch([{ name: variable, value: "http://localhost:9292" }]), type).length,
      1,
    );
  });

  it("validates of a patch the variable that names the pod, wherever it stands", () => {
    const patch = (env: unknown[]) => ({
      spec: { template: { spec: { containers: [{ name: "glance-api", env }] } } },
    });
    const type = "kubernetes:apps/v1:StatefulSetPatch";
    const fixed = { name: "POD_NAME", value: "glance-single-api-0" };
    const url = { name: variable, value: own };
    for (const env of [[fixed], [fixed, url], [url, fixed]]) {
      assert.match(validate(patch(env), type).join(), /env must define the variable that names/);
    }
    for (const env of [[podName], [podName, url], [url, podName]]) {
      assert.deepEqual(validate(patch(env), type), []);
    }
  });

  for (const [type, wrap] of otherWorkloads) {
    it(`validates a URL that is told in ${type}`, () => {
      const env = [podName, { name: variable, value: "http://glance.example.org:9292" }];
      const messages = validate(wrap({ containers: [apiContainer({ env })] }), type);
      assert.match(
        messages.join("\n"),
        /^[^\n]*\.containers\[0\]\.env\[1\]\.value must be [^\n]*$/,
      );
    });
  }

  it("leaves other StatefulSets and other kinds alone", () => {
    const containers = [{ name: "mariadb", image: "mariadb:11" }];
    assert.deepEqual(validate(glanceStatefulSet({ containers })), []);
    for (const [type, wrap] of otherWorkloads) {
      assert.deepEqual(validate(wrap({ containers: [{ name: "glance-api" }] }), type), []);
    }
  });
});
