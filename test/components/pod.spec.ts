import assert from "node:assert/strict";

import { Glance, type GlanceArgs } from "../../components";
import { find, record, type Registration } from "../support/mocks";

const args: GlanceArgs = {
  image: "registry.example.org/glance:33.0.0",
  ceph: { fsid: "11111111-2222-3333-4444-555555555555", monitors: ["192.0.2.1"] },
  database: { host: "mariadb.openstack.svc" },
  keystone: { authUrl: "http://keystone.openstack.svc:5000/v3", adminPassword: "geheim" },
};

const made = (changes: Partial<GlanceArgs> = {}) =>
  record(() => void new Glance("glance", { ...args, ...changes }));

const template = (registrations: Registration[], api = "external") =>
  find(registrations, "StatefulSet", `glance-${api}-api`).inputs.spec.template;

const jobs = (registrations: Registration[]) =>
  registrations
    .filter(({ type }) => type.endsWith(":Job"))
    .map(({ inputs }) => inputs.spec.template);

describe("what operators set for pods", () => {
  const pod: NonNullable<GlanceArgs["pod"]> = {
    labels: { team: "images" },
    annotations: { "k8s.v1.cni.cncf.io/networks": "storage" },
    nodeSelector: { "node-role.kubernetes.io/infra": "" },
    tolerations: [{ key: "node-role.kubernetes.io/infra", operator: "Exists" }],
    priorityClassName: "openstack",
    runtimeClassName: "kata",
    imagePullSecrets: [{ name: "registry" }],
    env: [{ name: "HTTPS_PROXY", value: "http://proxy.example.org:3128" }],
    volumes: [{ name: "rabbit", secret: { secretName: "glance-rabbit-tls" } }],
    volumeMounts: [{ name: "rabbit", mountPath: "/etc/rabbit", readOnly: true }],
  };

  it("reaches the pods of every API and of every Job", async () => {
    const all = await made({ pod });
    const templates = [template(all), template(all, "internal"), ...jobs(all)];
    assert.equal(templates.length, 5);
    for (const { metadata, spec } of templates) {
      const { nodeSelector, tolerations, priorityClassName, runtimeClassName } = pod;
      assert.equal(metadata.labels.team, "images");
      assert.equal(metadata.annotations["k8s.v1.cni.cncf.io/networks"], "storage");
      assert.deepEqual(spec.nodeSelector, nodeSelector);
      assert.deepEqual(spec.tolerations, tolerations);
      assert.deepEqual(spec.imagePullSecrets, pod.imagePullSecrets);
      assert.deepEqual(
        [spec.priorityClassName, spec.runtimeClassName],
        [priorityClassName, runtimeClassName],
      );
      assert.deepEqual(spec.containers[0].volumeMounts.at(-1), pod.volumeMounts?.[0]);
      assert.deepEqual(spec.volumes.at(-1), {
        name: "rabbit",
        secret: { secretName: "glance-rabbit-tls", defaultMode: 0o440 },
      });
    }
  });

  it("keeps labels by which Services find pods, and the selector of the StatefulSet", async () => {
    const own = template(await made());
    const { labels } = template(await made({ pod })).metadata;
    assert.deepEqual(labels, { ...own.metadata.labels, team: "images" });
    const [with_, without] = [await made({ pod }), await made()].map(
      (all) => find(all, "StatefulSet", "glance-external-api").inputs.spec.selector,
    );
    assert.deepEqual(with_, without);
  });

  it("lets no proxy stand between the pods", async () => {
    const all = await made({ pod });
    for (const { spec } of [template(all), ...jobs(all)]) {
      assert.deepEqual(spec.containers[0].env.slice(-2), [
        ...(pod.env ?? []),
        { name: "NO_PROXY", value: ".svc,localhost,127.0.0.1,keystone.openstack.svc" },
      ]);
    }
  });

  it("goes to one API alone when it is set for that", async () => {
    const all = await made({ internal: { pod: { priorityClassName: "high" } } });
    assert.equal(template(all, "internal").spec.priorityClassName, "high");
    assert.equal(template(all).spec.priorityClassName, undefined);
    assert.equal(jobs(all)[0]?.spec.priorityClassName, undefined);
  });

  it("keeps the preference for different nodes beside another affinity", async () => {
    const preferred = template(await made()).spec.affinity.podAntiAffinity;
    const nodeAffinity = {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: "disk", operator: "Exists" }] }],
      },
    };
    const { affinity } = template(await made({ pod: { affinity: { nodeAffinity } } })).spec;
    assert.deepEqual(affinity, { podAntiAffinity: preferred, nodeAffinity });
  });

  it("counts the pods of the API where a spread does not say which", async () => {
    const constraint = {
      topologyKey: "topology.kubernetes.io/zone",
      maxSkew: 1,
      whenUnsatisfiable: "DoNotSchedule",
    } as const;
    const { spec } = template(await made({ pod: { topologySpreadConstraints: [constraint] } }));
    const [{ labelSelector }] = spec.topologySpreadConstraints;
    assert.equal(labelSelector.matchLabels["app.kubernetes.io/component"], "external-api");
  });

  it("gives every container a limit where a namespace asks for it", async () => {
    const limits = { limits: { cpu: "1" } };
    const all = await made({
      pod: { resources: { "glance-httpd": limits, "glance-log": limits, jobs: limits } },
      resources: limits,
    });
    const containers = [template(all), ...jobs(all)].flatMap(({ spec }) => [
      ...(spec.initContainers ?? []),
      ...spec.containers,
    ]);
    assert.equal(containers.length, 6);
    for (const { name, resources } of containers) {
      assert.equal(resources.limits.cpu, "1", name);
    }
    assert.equal(template(all).spec.initContainers[0].resources.limits.memory, "64Mi");
  });

  it("changes nothing where nothing is set", async () => {
    const objects = async (changes: Partial<GlanceArgs>) =>
      (await made(changes))
        .filter(({ type }) => type.startsWith("kubernetes:"))
        .map(({ inputs }) => JSON.stringify(inputs));
    const empty = { labels: {}, tolerations: [], env: [], affinity: {}, resources: {} };
    assert.deepEqual(
      await objects({ pod: empty, external: { pod: { volumes: [] } } }),
      await objects({}),
    );
  });
});
