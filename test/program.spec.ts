import assert from "node:assert/strict";

import { imageExitCode } from "../model/image";
import { find, record, type Registration } from "./support/mocks";
import { stackValue, setConfig } from "./support/stackConfig";

async function program(
  changes: Record<string, unknown> = {},
  secretKeys: readonly string[] = [],
): Promise<Registration[]> {
  setConfig(changes, secretKeys);
  delete require.cache[require.resolve("../index")];
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return record(() => void require("../index"));
}

const ofKind = (registrations: Registration[], kind: string) =>
  registrations.filter(({ type }) => type.endsWith(`:${kind}`));

/** What reaches the cluster: no components, no random values. */
const objects = (registrations: Registration[]) =>
  registrations.filter(({ type }) => type.startsWith("kubernetes:"));

const names = (containers: { name: string }[]) => containers.map(({ name }) => name);

const apiContainer = (registrations: Registration[], set: string) =>
  find(registrations, "StatefulSet", set).inputs.spec.template.spec.containers[0];

describe("the program in the split layout", () => {
  let registrations: Registration[];
  before(async () => {
    registrations = await program();
  });

  it("gives every pod the files of Apache and uWSGI, and the time to finish its imports", async () => {
    const changed = await program({ gracePeriod: 900 });
    const { spec } = find(changed, "StatefulSet", "glance-external-api").inputs.spec.template;
    assert.equal(spec.terminationGracePeriodSeconds, 900);
    const { items } = spec.volumes.find(
      ({ name }: { name: string }) => name === "httpd-config",
    ).secret;
    const { stringData } = find(changed, "Secret", "glance-external-api-config-data").inputs;
    for (const { key } of items) {
      assert.ok(stringData[key], key);
    }
    assert.match(stringData["uwsgi.ini"], /^worker-reload-mercy = 900$/m);
  });

  it("has Python find the store driver as that of an installed package", () => {
    const { spec } = find(registrations, "StatefulSet", "glance-external-api").inputs.spec.template;
    const { items } = spec.volumes.find(
      ({ name }: { name: string }) => name === "httpd-config",
    ).secret;
    const { stringData } = find(registrations, "Secret", "glance-external-api-config-data").inputs;
    const { path } = items.find(({ key }: { key: string }) => key === "entry_points.txt");
    assert.equal(path, "parallel_rbd.dist-info/entry_points.txt");
    const [, module] = /^parallel_rbd = (\w+):Store$/m.exec(stringData["entry_points.txt"]) ?? [];
    assert.match(stringData[`${module}.py`], /^class Store\(/m);
    assert.match(stringData["00-config.conf"], /^enabled_backends = rbd:parallel_rbd$/m);
  });

  it("gives Glance its configuration under the names that every version reads", () => {
    const { spec } = find(registrations, "StatefulSet", "glance-external-api").inputs.spec.template;
    const { items } = spec.volumes.find(({ name }: { name: string }) => name === "config").secret;
    assert.deepEqual(
      Object.fromEntries(items.map(({ key, path }: Record<string, string>) => [key, path])),
      {
        "00-config.conf": "glance-api.conf",
        "10-secrets.conf": "glance.conf.d/10-secrets.conf",
        "policy.yaml": "glance.conf.d/policy.yaml",
        "glance-api-paste.ini": "glance-api-paste.ini",
      },
    );
    const [container] = spec.containers;
    const mount = container.volumeMounts.find(({ name }: { name: string }) => name === "config");
    assert.equal(mount.mountPath, "/etc/glance");
  });

  it("keeps a refusal of the image where kubectl describe shows it", () => {
    const { spec } = find(registrations, "StatefulSet", "glance-external-api").inputs.spec.template;
    for (const container of [spec.initContainers[1], ...spec.containers]) {
      assert.equal(container.terminationMessagePolicy, "FallbackToLogsOnError", container.name);
    }
  });

  it("does not try an image again that does not fit", () => {
    for (const { inputs } of ofKind(registrations, "Job")) {
      assert.deepEqual(inputs.spec.podFailurePolicy.rules, [
        { action: "FailJob", onExitCodes: { operator: "In", values: [imageExitCode] } },
      ]);
    }
  });

  it("lets nodes be drained one worker of each API at a time", () => {
    for (const name of ["glance-external-api", "glance-internal-api"]) {
      const { spec } = find(registrations, "PodDisruptionBudget", name).inputs;
      assert.equal(spec.maxUnavailable, 1);
      assert.deepEqual(
        spec.selector,
        find(registrations, "StatefulSet", name).inputs.spec.selector,
      );
    }
  });

  it("makes one StatefulSet per API with the replicas of the stack", () => {
    const sets = ofKind(registrations, "StatefulSet").map(({ inputs }) => [
      inputs.metadata.name,
      inputs.spec.replicas,
    ]);
    assert.deepEqual(sets.sort(), [
      ["glance-external-api", 3],
      ["glance-internal-api", 3],
    ]);
  });

  it("gives every pod a ReadWriteOnce claim that outlives scaling and the stack", () => {
    const { spec } = find(registrations, "StatefulSet", "glance-external-api").inputs;
    assert.deepEqual(spec.volumeClaimTemplates, [
      {
        metadata: { name: "glance" },
        spec: {
          accessModes: ["ReadWriteOnce"],
          storageClassName: "local-storage",
          resources: { requests: { storage: "10Gi" } },
        },
      },
    ]);
    assert.deepEqual(spec.persistentVolumeClaimRetentionPolicy, {
      whenScaled: "Retain",
      whenDeleted: "Retain",
    });
    assert.equal(spec.podManagementPolicy, "Parallel");
  });

  it("gives every pod its own URL", () => {
    const [podName, url] = apiContainer(registrations, "glance-internal-api").env;
    assert.deepEqual(podName, {
      name: "POD_NAME",
      valueFrom: { fieldRef: { fieldPath: "metadata.name" } },
    });
    assert.deepEqual(url, {
      name: "OS_DEFAULT__WORKER_SELF_REFERENCE_URL",
      value: "http://$(POD_NAME).glance-internal-api.openstack.svc:9292",
    });
  });

  it("lets peers find pods that are not ready by a headless Service of the StatefulSet's name", () => {
    const set = find(registrations, "StatefulSet", "glance-external-api").inputs;
    const service = find(registrations, "Service", set.spec.serviceName).inputs;
    assert.equal(service.spec.clusterIP, "None");
    assert.equal(service.spec.publishNotReadyAddresses, true);
    assert.deepEqual(service.spec.selector, set.spec.selector.matchLabels);
  });

  it("shows the metrics of every pod by the headless Service, and not to clients", () => {
    const ports = (name: string) => find(registrations, "Service", name).inputs.spec.ports;
    const api = { name: "api", port: 9292, targetPort: 9292 };
    const metrics = { name: "metrics", port: 9294, targetPort: 9294 };
    assert.deepEqual(ports("glance-external-api"), [api, metrics]);
    assert.deepEqual(ports("glance-external"), [api]);
    assert.deepEqual(apiContainer(registrations, "glance-external-api").ports, [
      { name: "metrics", containerPort: 9294 },
    ]);
  });

  it("makes volumes that only one claim can bind, on the node of that claim", () => {
    const volume = find(registrations, "PersistentVolume", "local-storage02-n3").inputs;
    assert.deepEqual(volume.spec.accessModes, ["ReadWriteOnce"]);
    assert.equal(volume.spec.persistentVolumeReclaimPolicy, "Retain");
    assert.deepEqual(volume.spec.claimRef, {
      namespace: "openstack",
      name: "glance-glance-internal-api-2",
    });
    assert.equal(ofKind(registrations, "PersistentVolume").length, 6);
  });

  it("runs three containers, the log and Apache as sidecars that end after Glance", () => {
    const { spec } = find(registrations, "StatefulSet", "glance-external-api").inputs.spec.template;
    assert.deepEqual(names(spec.initContainers), ["glance-log", "glance-httpd"]);
    for (const { restartPolicy } of spec.initContainers) {
      assert.equal(restartPolicy, "Always");
    }
    assert.deepEqual(names(spec.containers), ["glance-api"]);
  });

  it("has passwords in Secrets only, and those as secrets", () => {
    for (const { inputs, secrets } of ofKind(registrations, "Secret")) {
      assert.deepEqual(secrets, ["stringData"], inputs.metadata.name);
    }
    for (const { type, inputs } of objects(registrations).filter(
      ({ type }) => !type.endsWith(":Secret"),
    )) {
      assert.doesNotMatch(JSON.stringify(inputs), /made-password/, type);
    }
  });

  it("converts to raw and stores thinly in both APIs", () => {
    for (const api of ["external", "internal"]) {
      const files = find(registrations, "Secret", `glance-${api}-api-config-data`).inputs
        .stringData;
      assert.match(files["00-config.conf"], /^image_import_plugins = \[image_conversion\]$/m);
      assert.match(files["00-config.conf"], /^output_format = raw$/m);
      assert.match(files["00-config.conf"], /^rbd_thin_provisioning = true$/m);
    }
  });

  it("registers nothing with Keystone without an administrator", () => {
    assert.deepEqual(
      ofKind(registrations, "Job").map(({ inputs }) => inputs.metadata.name.slice(0, -9)),
      ["glance-db-sync", "glance-db-contract"],
    );
  });
});

describe("the program", () => {
  it("changes nothing but the number of replicas when it scales", async () => {
    const three = await program();
    const one = await program({ replicas: 1 });
    const withoutReplicas = (registrations: Registration[]) =>
      objects(registrations)
        .map(({ name, inputs }) => JSON.stringify([name, inputs]).replace(/"replicas":\d/, ""))
        .sort();
    assert.deepEqual(withoutReplicas(one), withoutReplicas(three));
  });

  it("makes one StatefulSet in the single layout, and no pods with zero replicas", async () => {
    const registrations = await program({ layout: "single", single: { replicas: 0 } });
    const sets = ofKind(registrations, "StatefulSet");
    assert.deepEqual(
      sets.map(({ inputs }) => [inputs.metadata.name, inputs.spec.replicas]),
      [["glance-single-api", 0]],
    );
  });

  it("deletes claims with a stack that may lose its data", async () => {
    const registrations = await program({ staging: { retain: false } });
    const { spec } = find(registrations, "StatefulSet", "glance-external-api").inputs;
    assert.deepEqual(spec.persistentVolumeClaimRetentionPolicy, {
      whenScaled: "Retain",
      whenDeleted: "Delete",
    });
  });

  it("registers user, service and endpoints when it has an administrator", async () => {
    const keystone = stackValue("keystone", { adminPassword: "geheim" });
    const registrations = await program({ keystone }, ["keystone"]);
    const secret = find(registrations, "Secret", "glance-keystone-registration");
    const registration = JSON.parse(secret.inputs.stringData["registration.json"]);
    assert.equal(registration.adminPassword, "geheim");
    assert.equal(registration.adminUserDomain, "Default");
    assert.equal(registration.endpoints.public, "http://glance-external.openstack.svc:9292");
    assert.equal(registration.endpoints.internal, "http://glance-internal.openstack.svc:9292");
    for (const { inputs } of ofKind(registrations, "Job")) {
      assert.doesNotMatch(JSON.stringify(inputs), /geheim|made-password/);
    }
  });

  it("takes the administrator from whichever domains it has", async () => {
    const domains = { adminUserDomain: "admin_domain", adminProjectDomain: "cloud" };
    const keystone = stackValue("keystone", { adminPassword: "geheim", ...domains });
    const secret = find(
      await program({ keystone }, ["keystone"]),
      "Secret",
      "glance-keystone-registration",
    );
    const registration = JSON.parse(secret.inputs.stringData["registration.json"]);
    assert.equal(registration.adminUserDomain, "admin_domain");
    assert.equal(registration.adminProjectDomain, "cloud");
  });

  it("migrates again, under another name, when what is run or the database changes", async () => {
    const migration = async (changes: Record<string, unknown>) =>
      ofKind(await program(changes), "Job")[0]?.inputs.metadata.name;
    const before = await migration({});
    assert.equal(await migration({ replicas: 1 }), before);
    assert.notEqual(await migration({ image: "lab.local/glance:34.0.0" }), before);
    assert.notEqual(await migration({ database: stackValue("database", { port: 3307 }) }), before);
  });

  it("registers again when the password changes, and does not show it", async () => {
    const registration = async (password: string) => {
      const keystone = stackValue("keystone", { adminPassword: "geheim", password });
      const jobs = ofKind(await program({ keystone }, ["keystone"]), "Job");
      return jobs.find(({ inputs }) => /keystone/.test(inputs.metadata.name))?.inputs.metadata.name;
    };
    const before = await registration("one");
    assert.equal(await registration("one"), before);
    assert.notEqual(await registration("two"), before);
  });

  it("adds the policies of the stack to the one that closes the tasks API", async () => {
    const policies = {
      copy_image: "'public':%(visibility)s",
      publicize_image: "role:glance_admin",
    };
    const { stringData } = find(
      await program({ policies }),
      "Secret",
      "glance-external-api-config-data",
    ).inputs;
    assert.equal(
      stringData["policy.yaml"],
      'tasks_api_access: "!"\ncopy_image: "\'public\':%(visibility)s"\npublicize_image: "role:glance_admin"\n',
    );
  });

  it("replaces pods when the configuration changes, and only then", async () => {
    const hash = async (changes: Record<string, unknown>) =>
      find(await program(changes), "StatefulSet", "glance-external-api").inputs.spec.template
        .metadata.annotations["glance/config-hash"];
    const before = await hash({});
    assert.equal(await hash({ replicas: 1 }), before);
    assert.notEqual(await hash({ customServiceConfig: "[DEFAULT]\ndebug = true" }), before);
    assert.equal(
      await hash({ internal: { customServiceConfig: "[DEFAULT]\ndebug = true" } }),
      before,
    );
  });

  it("uses the key that it is given, and else makes one", async () => {
    const key = "AQAAAAAAAAAAABAAQUFBQUFBQUFBQUFBQUFBQQ==";
    const given = await program({ ceph: stackValue("ceph", { key }) }, ["ceph"]);
    const keyring = (registrations: Registration[]) =>
      find(registrations, "Secret", "ceph-conf-files").inputs.stringData[
        "ceph.client.openstack.keyring"
      ];
    assert.match(keyring(given), new RegExp(`key = ${key}`));
    assert.equal(ofKind(given, "RandomBytes").length, 1, "only the key of the hash is made");
    assert.match(keyring(await program()), /key = AQAAAAAAAAAAABAABwcHBwcHBwcHBwcHBwcHBw==/);
  });
});

describe("the program with admission policies", () => {
  it("declares each with its binding, for its namespace", async () => {
    const registrations = await program({ admissionPolicies: true });
    const policies = ofKind(registrations, "ValidatingAdmissionPolicy");
    const bindings = ofKind(registrations, "ValidatingAdmissionPolicyBinding");
    assert.ok(policies.length > 10);
    assert.deepEqual(
      bindings.map(({ inputs }) => inputs.spec.policyName).sort(),
      policies.map(({ inputs }) => inputs.metadata.name).sort(),
    );
    for (const { inputs } of bindings) {
      assert.deepEqual(inputs.spec.matchResources.namespaceSelector.matchLabels, {
        "kubernetes.io/metadata.name": "openstack",
      });
    }
  });

  it("declares none unless told to", async () => {
    assert.deepEqual(ofKind(await program(), "ValidatingAdmissionPolicy"), []);
  });
});
