import assert from "node:assert/strict";

import { Glance, type GlanceArgs } from "../../components";
import { find, record } from "../support/mocks";
import { refusal } from "../support/refusal";

const args: GlanceArgs = {
  image: "registry.example.org/glance:33.0.0",
  apiTimeout: 300,
  ceph: { fsid: "11111111-2222-3333-4444-555555555555", monitors: ["192.0.2.1"] },
  database: { host: "mariadb.openstack.svc" },
  keystone: { authUrl: "http://keystone.openstack.svc:5000/v3", adminPassword: "geheim" },
};
const host = "glance.example.org";

const made = (changes: Partial<GlanceArgs> = {}) =>
  record(() => void new Glance("glance", { ...args, ...changes }));

describe("the way in for clients outside of the cluster", () => {
  it("is an HTTPRoute to the external API without a timeout", async () => {
    const gateway = { name: "public", namespace: "gateways", section: "https" };
    const all = await made({ expose: { kind: "HTTPRoute", host, gateway } });
    const { apiVersion, spec } = find(all, "HTTPRoute", "glance").inputs;
    assert.equal(apiVersion, "gateway.networking.k8s.io/v1");
    assert.deepEqual(spec, {
      parentRefs: [{ name: "public", namespace: "gateways", sectionName: "https" }],
      hostnames: [host],
      rules: [
        {
          matches: [{ path: { type: "PathPrefix", value: "/" } }],
          backendRefs: [{ name: "glance-external", port: 9292 }],
          timeouts: { request: "0s", backendRequest: "0s" },
        },
      ],
    });
  });

  it("is an Ingress that takes large bodies as they come", async () => {
    const expose = { kind: "Ingress", host, className: "nginx", tlsSecret: "cert" } as const;
    const { metadata, spec } = find(await made({ expose }), "Ingress", "glance").inputs;
    assert.equal(metadata.annotations["nginx.ingress.kubernetes.io/proxy-body-size"], "0");
    assert.equal(metadata.annotations["nginx.ingress.kubernetes.io/proxy-read-timeout"], "300");
    assert.equal(spec.ingressClassName, "nginx");
    assert.deepEqual(spec.tls, [{ hosts: [host], secretName: "cert" }]);
    const [{ backend }] = spec.rules[0].http.paths;
    assert.deepEqual(backend.service, { name: "glance-external", port: { number: 9292 } });
  });

  it("is a Route that waits as long as Apache, to the only API of the layout single", async () => {
    const annotations = { team: "images" };
    const all = await made({ layout: "single", expose: { kind: "Route", host, annotations } });
    const { metadata, spec } = find(all, "Route", "glance").inputs;
    assert.equal(metadata.annotations["haproxy.router.openshift.io/timeout"], "300s");
    assert.equal(metadata.annotations.team, "images");
    assert.deepEqual(spec.to, { kind: "Service", name: "glance-single", weight: 100 });
    assert.equal(spec.tls.termination, "edge");
  });

  it("speaks HTTPS to pods that have a certificate, or lets clients do it", async () => {
    const tls = { ca: { secret: "ca" }, secret: "cert" };
    const ingress = await made({ tls, expose: { kind: "Ingress", host } });
    const { annotations } = find(ingress, "Ingress", "glance").inputs.metadata;
    assert.equal(annotations["nginx.ingress.kubernetes.io/backend-protocol"], "HTTPS");
    const route = await made({ tls, expose: { kind: "Route", host } });
    assert.equal(find(route, "Route", "glance").inputs.spec.tls.termination, "passthrough");
  });

  it("waits a minute at least, as a Route does and an Ingress", async () => {
    const route = await made({ apiTimeout: 5, expose: { kind: "Route", host } });
    const { annotations } = find(route, "Route", "glance").inputs.metadata;
    assert.equal(annotations["haproxy.router.openshift.io/timeout"], "60s");
    const ingress = await made({ apiTimeout: 5, expose: { kind: "Ingress", host } });
    const own = find(ingress, "Ingress", "glance").inputs.metadata.annotations;
    assert.equal(own["nginx.ingress.kubernetes.io/proxy-read-timeout"], "60");
    assert.equal(own["nginx.ingress.kubernetes.io/proxy-send-timeout"], "60");
  });

  it("lets the pods have a certificate for the host that clients see them by, where TLS passes through", async () => {
    const tls = { ca: { secret: "ca" }, issuer: { name: "openstack" } };
    const names = async (expose: GlanceArgs["expose"], api: string) =>
      find(await made({ tls, expose }), "Certificate", `glance-${api}-api-tls`).inputs.spec
        .dnsNames;
    const own = (api: string) => [
      `*.glance-${api}-api.openstack.svc`,
      `glance-${api}.openstack.svc`,
    ];
    const route = { kind: "Route", host } as const;
    assert.deepEqual(await names(route, "external"), [...own("external"), host]);
    assert.deepEqual(await names(route, "internal"), own("internal"));
    assert.deepEqual(await names({ kind: "Ingress", host }, "external"), own("external"));
  });

  it("is refused with a certificate that no client would see", async () => {
    const expose = { kind: "Route", host, tlsSecret: "cert" } as const;
    const tls = { secret: "glance-tls", ca: { secret: "ca" } };
    assert.equal(
      refusal({ expose, tls }),
      'glance:expose.tlsSecret is "cert": leave it out, because the Route passes TLS through to the pods, whose ' +
        "certificate by glance:tls is for glance.example.org, too.",
    );
    await assert.rejects(made({ expose, tls }), /expose\.tlsSecret is "cert": leave it out, /);
    await made({ expose });
  });

  it("is the public URL in Keystone's catalogue unless there is another one", async () => {
    const publicUrl = async (changes: Partial<GlanceArgs>) => {
      const secret = find(await made(changes), "Secret", "glance-keystone-registration");
      return JSON.parse(secret.inputs.stringData["registration.json"]).endpoints.public;
    };
    const expose = { kind: "Route", host } as const;
    assert.equal(await publicUrl({ expose }), "https://glance.example.org");
    const keystone = { ...args.keystone, publicUrl: "https://glance.example.org:8443/image" };
    assert.equal(await publicUrl({ expose, keystone }), keystone.publicUrl);
  });

  it("tells a Gateway to speak HTTPS to pods that have a certificate, and by which CA", async () => {
    const tls = { secret: "glance-tls", ca: { configMap: "openstack-ca" } };
    const expose = { kind: "HTTPRoute", host, gateway: { name: "public" } } as const;
    const all = await made({ tls, expose });
    assert.deepEqual(find(all, "BackendTLSPolicy", "glance").inputs.spec, {
      targetRefs: [{ group: "", kind: "Service", name: "glance-external" }],
      validation: {
        hostname: "glance-external.openstack.svc",
        caCertificateRefs: [{ group: "", kind: "ConfigMap", name: "openstack-ca" }],
      },
    });
    const plain = await made({ expose });
    assert.equal(plain.filter(({ type }) => type.endsWith(":BackendTLSPolicy")).length, 0);
  });

  it("leaves the URLs of the workers alone", async () => {
    const workers = async (changes: Partial<GlanceArgs>) =>
      find(await made(changes), "StatefulSet", "glance-external-api").inputs;
    assert.deepEqual(await workers({ expose: { kind: "Route", host } }), await workers({}));
  });

  it("may be a Service of another type, and the headless one stays as it is", async () => {
    const service = {
      type: "LoadBalancer" as const,
      annotations: { "metallb.io/loadBalancerIPs": "192.0.2.80" },
      loadBalancerSourceRanges: ["192.0.2.0/24"],
      externalTrafficPolicy: "Local" as const,
    };
    const [without, all] = [await made(), await made({ internal: { service } })];
    const { metadata, spec } = find(all, "Service", "glance-internal").inputs;
    const own = find(without, "Service", "glance-internal").inputs;
    const { annotations, ...fields } = service;
    assert.deepEqual(spec, { ...own.spec, ...fields });
    assert.deepEqual(metadata.annotations, { ...own.metadata.annotations, ...annotations });
    for (const name of ["glance-external", "glance-external-api", "glance-internal-api"]) {
      assert.deepEqual(find(all, "Service", name).inputs, find(without, "Service", name).inputs);
    }
  });
});
