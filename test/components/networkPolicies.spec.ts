import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { Glance, type GlanceArgs } from "../../components";
import { find, record } from "../support/mocks";

const clusterRanges = ["10.244.0.0/16", "10.96.0.0/12"];
const args: GlanceArgs = {
  image: "registry.example.org/glance:33.0.0",
  ceph: { fsid: "11111111-2222-3333-4444-555555555555", monitors: ["192.0.2.1"] },
  database: { host: "mariadb.openstack.svc", port: 3307 },
  keystone: { authUrl: "http://keystone.openstack.svc:5000/v3", adminPassword: "geheim" },
};

const made = (networkPolicy: GlanceArgs["networkPolicy"], changes: Partial<GlanceArgs> = {}) =>
  record(() => void new Glance("glance", { ...args, networkPolicy, ...changes }));

const specOf = async (...changes: Parameters<typeof made>) =>
  find(await made(...changes), "NetworkPolicy", "glance").inputs.spec;

const workers = { podSelector: { matchLabels: { "app.kubernetes.io/name": "glance" } } };
const tcp = (port: number, endPort?: number) => ({
  protocol: "TCP",
  port,
  ...(endPort === undefined ? {} : { endPort }),
});
const names = { ports: [{ protocol: "UDP", port: 53 }, tcp(53)] };
const ceph = [tcp(3300), tcp(6789), tcp(6800, 7568)];

describe("the network policies", () => {
  it("are none without the key", async () => {
    const all = await made(undefined);
    assert.equal(all.filter(({ type }) => type.endsWith(":NetworkPolicy")).length, 0);
    const jobs = all.filter(({ type }) => type.endsWith(":Job"));
    assert.deepEqual(
      jobs.map(({ inputs }) => inputs.spec.template.metadata),
      [undefined, undefined, undefined],
    );
  });

  it("let the namespace and the workers in, and the workers out to what they need", async () => {
    const ipBlock = { cidr: "0.0.0.0/0", except: [...clusterRanges, "169.254.0.0/16"] };
    assert.deepEqual(await specOf({ clusterRanges }), {
      ...workers,
      policyTypes: ["Ingress", "Egress"],
      ingress: [
        { from: [workers], ports: [tcp(9292)] },
        { from: [{ podSelector: {} }], ports: [tcp(9292)] },
      ],
      egress: [
        names,
        { ports: [tcp(5000), tcp(3307), ...ceph] },
        { to: [workers], ports: [tcp(9292)] },
        { to: [{ ipBlock }], ports: [tcp(80), tcp(443)] },
      ],
    });
  });

  it("select the pods of all APIs, and those of all Jobs", async () => {
    const all = await made({ clusterRanges });
    const pods = all
      .filter(({ type }) => /:(StatefulSet|Job)$/.test(type))
      .map(({ inputs }) => inputs.spec.template.metadata.labels["app.kubernetes.io/name"]);
    const jobs = ["glance-job", "glance-job", "glance-job"];
    assert.deepEqual(pods.sort(), ["glance", "glance", ...jobs]);
    const { spec } = find(all, "NetworkPolicy", "glance-jobs").inputs;
    assert.deepEqual(spec, {
      podSelector: { matchLabels: { "app.kubernetes.io/name": "glance-job" } },
      policyTypes: ["Ingress", "Egress"],
      egress: [names, { ports: [tcp(5000), tcp(3307)] }],
    });
  });

  it("let the named clients in, those that fetch metrics, and what else goes out", async () => {
    const nova = { namespaceSelector: { matchLabels: { team: "nova" } } };
    const egress = [{ ports: [{ port: 5672 }] }];
    const settings = { clients: [nova], monitoring: [nova], egress };
    const all = await made(settings, { importMethods: ["glance-direct"] });
    const { spec } = find(all, "NetworkPolicy", "glance").inputs;
    assert.deepEqual(spec.ingress.slice(1), [
      { from: [nova], ports: [tcp(9292)] },
      { from: [nova], ports: [tcp(9294)] },
    ]);
    assert.deepEqual(spec.egress.slice(3), egress);
    const jobs = find(all, "NetworkPolicy", "glance-jobs").inputs;
    assert.deepEqual(jobs.spec.egress.slice(2), egress);
  });

  it("let nobody but workers in for an empty list, which Kubernetes would take for everybody", async () => {
    const { ingress } = await specOf({ clients: [], clusterRanges });
    assert.deepEqual(ingress, [{ from: [workers], ports: [tcp(9292)] }]);
  });

  const ways: [string, Partial<GlanceArgs>][] = [
    ["a Route", { expose: { kind: "Route", host: "glance.example.org" } }],
    ["a Service", { internal: { service: { type: "LoadBalancer" } } }],
    ["another way", { keystone: { ...args.keystone, publicUrl: "https://glance.example.org" } }],
  ];
  for (const [what, changes] of ways) {
    it(`let everybody in where ${what} lets clients in from outside`, async () => {
      const { ingress } = await specOf({ clusterRanges }, changes);
      assert.deepEqual(ingress[1], { ports: [tcp(9292)] });
    });
  }

  it("let downloads out by version 6 where the cluster has ranges of it", async () => {
    const { egress } = await specOf({ clusterRanges: ["fd00:10:244::/56"] });
    const except = ["fd00:10:244::/56", "fe80::/10", "fd00:ec2::254/128"];
    assert.deepEqual(egress[3].to, [{ ipBlock: { cidr: "::/0", except } }]);
  });

  it("do not open the ports of downloads to all addresses for Keystone's sake", async () => {
    const keystone = { ...args.keystone, authUrl: "https://keystone.example.org/v3" };
    const to = [{ ipBlock: { cidr: "192.0.2.7/32" } }];
    const networkPolicy = { clusterRanges, egress: [{ to, ports: [{ port: 443 }] }] };
    const all = await made(networkPolicy, { keystone });
    const { egress } = find(all, "NetworkPolicy", "glance").inputs.spec;
    assert.deepEqual(egress[1], { ports: [tcp(3307), ...ceph] });
    // Nobody downloads in a Job.
    const jobs = find(all, "NetworkPolicy", "glance-jobs").inputs.spec;
    assert.deepEqual(jobs.egress[1], { ports: [tcp(443), tcp(3307)] });
  });

  it("know the ports of monitors, and what is known later", async () => {
    const monitors = ["[v2:192.0.2.1:3301,v1:192.0.2.1:6790]", "[2001:db8::1]:6791", "2001:db8::1"];
    const database = { host: "mariadb", port: pulumi.output(3308) };
    const { egress } = await specOf(
      { clusterRanges },
      { ceph: { ...args.ceph, monitors }, database },
    );
    const ports = [tcp(5000), tcp(3308), tcp(3301), tcp(6790), tcp(6791), ...ceph];
    assert.deepEqual(egress[1], { ports });
  });
});
